import { expect, it } from 'vitest'
import { createClock } from '../core/clock.ts'
import { createEvents } from '../core/events.ts'
import { deliverCallback } from './deliver.ts'
import { type CallbackEvents, type CallbackWorld, createOutbox, type DeliverCallback, sendCallback } from './outbox.ts'

const callback = { kind: 'NEW_TRANSACTIONS', userKey: 'lena', url: 'http://client.example/hook', headers: {}, body: {} }

const createWorld = (statuses: readonly (number | Error)[]) => {
  const remaining = [...statuses]
  const deliveries: Promise<void>[] = []
  const events = createEvents<CallbackEvents>()
  const clock = createClock<DeliverCallback>({
    run: ({ callbackId }) => {
      deliveries.push(
        deliverCallback(world, callbackId, async () => {
          const next = remaining.shift() ?? 200
          if (next instanceof Error) throw next
          return next
        }),
      )
    },
    frozenAt: 0,
  })
  const world: CallbackWorld & { settled: () => Promise<unknown> } = {
    clock,
    outbox: createOutbox(),
    events,
    settled: () => Promise.all(deliveries),
  }
  return { world, clock, events }
}

it('delivers a callback at once and records the response', async () => {
  const { world, clock, events } = createWorld([204])
  const published: number[] = []
  events.subscribe('callback', ({ attempt }) => published.push(attempt.status ?? 0))
  const { id } = sendCallback(world, callback)
  clock.runDue()
  await world.settled()
  expect(world.outbox.get(id)).toMatchObject({ status: 'DELIVERED', attempts: [{ at: 0, status: 204 }] })
  expect(published).toEqual([204])
})

it('repeats a failed callback on the world clock, and marks it as failed after the last attempt', async () => {
  const { world, clock } = createWorld([500, new Error('connect ECONNREFUSED'), 503, 500])
  const { id } = sendCallback(world, callback)
  clock.runDue()
  await world.settled()
  for (const delay of ['PT1M', 'PT5M', 'PT30M']) {
    expect(world.outbox.get(id)?.status).toBe('PENDING')
    clock.advance(delay)
    await world.settled()
  }
  expect(world.outbox.get(id)?.status).toBe('FAILED')
  expect(world.outbox.get(id)?.attempts.map(({ status, error }) => status ?? error)).toEqual([
    500,
    'connect ECONNREFUSED',
    503,
    500,
  ])
  expect(clock.pending()).toEqual([])
})

it('drops the result of a callback whose world was reset meanwhile', async () => {
  const { world, clock } = createWorld([200])
  sendCallback(world, callback)
  clock.runDue()
  world.outbox.restore(createOutbox().state())
  await world.settled()
  expect(world.outbox.all()).toEqual([])
})

it('removes the callbacks of a deleted user', () => {
  const { world } = createWorld([])
  sendCallback(world, callback)
  const other = sendCallback(world, { ...callback, userKey: 'mira' })
  world.outbox.removeOwnedBy?.('lena')
  expect(world.outbox.all()).toEqual([other])
})
