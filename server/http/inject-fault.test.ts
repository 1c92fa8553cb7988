import { expect, it } from 'vitest'
import { embeddedLibrary } from '../../scenarios/library.ts'
import { createWorld } from '../world/create-world.ts'
import { FetchRequest } from './fetch-request.ts'
import { injectFault } from './inject-fault.ts'

it('ends a slow body with the client that reads it', async () => {
  const options = { seed: 's', library: embeddedLibrary, downloadTime: 0, frozenAt: 0, boundTo: undefined }
  const world = createWorld(options)
  const waits: Promise<void>[] = []
  const { until } = world.delayedResponses
  world.delayedResponses.until = (...given) => {
    const wait = until(...given)
    waits.push(wait)
    return wait
  }
  const response = { status: 200, headers: {}, text: 'abc' }
  const { send } = await injectFault(
    { id: 1, spec: { kind: 'slow-body', duration: 'PT2H', chunks: 3 }, seen: 1, applied: 1, left: 0 },
    {
      world,
      request: new FetchRequest(new Request('http://mock.example'), 'GET'),
      outgoing: undefined,
      writeError: async () => response,
      handle: async () => response,
    },
  )
  const reader = send().body?.getReader()
  expect((await reader?.read())?.value).toEqual(new TextEncoder().encode('a'))
  const next = reader?.read()
  while (waits.length === 0) await new Promise((resolve) => setImmediate(resolve))
  await reader?.cancel()
  await Promise.all(waits)
  expect((await next)?.done).toBe(true)
})
