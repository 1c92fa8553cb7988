import { onTestFinished } from 'vitest'
import { type ApiVersion, createFinApiClient, type FinApiClientOptions } from '../../../client/index.ts'
import { createClock } from './clock.ts'
import { token, tokenPath } from './responses.ts'
import { type Script, startScriptedServer } from './scripted-server.ts'

export const credentials = { id: 'peter', password: 'geheim' }

/** Starts a scripted server with a client, a session and a clock; it grants tokens unless the script says otherwise. */
export const startClient = async <V extends ApiVersion>(
  version: V,
  script: Script,
  options: Partial<FinApiClientOptions> = {},
) => {
  const server = await startScriptedServer({ [tokenPath[version]]: token(), ...script })
  const clock = createClock()
  const client = createFinApiClient({
    baseUrl: server.url,
    clientId: 'my-client',
    clientSecret: 'my-secret',
    now: clock.now,
    sleep: clock.sleep,
    ...options,
    version,
  })
  onTestFinished(() => client.close())
  return { server, clock, client, session: client.asUser(credentials) }
}
