import { type ApiVersion, apiVersions } from '../api.ts'
import { mockDefaults, startMock } from './mock.ts'
import { createTarget, type Target } from './target.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The environment does not describe a target; the message says which variable and what it may be. */
export class BadEnvironment extends Error {
  override name = 'BadEnvironment'
}

/** What the environment asks for: a target of somebody else's, or a mock of our own. */
export type Plan =
  | { readonly kind: 'mock'; readonly versions: readonly ApiVersion[] }
  | {
      readonly kind: 'remote'
      readonly version: ApiVersion
      readonly baseUrl: string
      readonly client: { readonly id: string; readonly secret: string }
    }

const readVersion = (environment: Environment): ApiVersion | undefined => {
  const given = environment.FINAPI_API_VERSION
  if (!given) return undefined
  const version = apiVersions.find((candidate) => candidate === given)
  if (!version)
    throw new BadEnvironment(`FINAPI_API_VERSION is '${given}', but has to be one of ${apiVersions.join(', ')}`)
  return version
}

const required = (environment: Environment, name: string): string => {
  const value = environment[name]
  if (!value) throw new BadEnvironment(`${name} is missing: with FINAPI_BASE_URL set, the credentials are needed too`)
  return value
}

/** Reads the variables; without `FINAPI_BASE_URL` the answer is a mock, for both versions unless one is named. */
export const planFrom = (environment: Environment): Plan => {
  const version = readVersion(environment)
  const baseUrl = environment.FINAPI_BASE_URL
  if (!baseUrl) return { kind: 'mock', versions: version ? [version] : apiVersions }
  if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol))
    throw new BadEnvironment(`FINAPI_BASE_URL is '${baseUrl}', but has to be an address like https://sandbox.finapi.io`)
  return {
    kind: 'remote',
    // A client belongs to one version at finAPI, and most of them to v2.
    version: version ?? 'v2',
    baseUrl,
    client: { id: required(environment, 'FINAPI_CLIENT_ID'), secret: required(environment, 'FINAPI_CLIENT_SECRET') },
  }
}

const isLocal = (baseUrl: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(baseUrl).hostname)

export interface PlannedTargets {
  readonly targets: readonly Target[]
  close(): Promise<void>
}

/** Makes the targets of a plan; starts a mock where one is needed. */
export const openTargets = async (plan: Plan): Promise<PlannedTargets> => {
  if (plan.kind === 'remote') {
    const { baseUrl, version, client } = plan
    // On the same machine nobody else is waiting: no need for a sandbox's long pauses.
    const manners = isLocal(baseUrl) ? { limits: mockDefaults.limits, poll: mockDefaults.poll } : {}
    return { targets: [createTarget({ ...manners, baseUrl, version, client })], close: async () => {} }
  }
  const mock = await startMock()
  return { targets: plan.versions.map((version) => mock.targetFor(version)), close: mock.close }
}
