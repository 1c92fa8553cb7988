import { expect, it } from 'vitest'
import { createEvents } from './events.ts'

const events = () => createEvents<{ paid: { cents: number }; left: string }>()

it('publishes an event to the subscribers of its kind, in their order', () => {
  const bus = events()
  const seen: string[] = []
  bus.subscribe('paid', ({ cents }) => seen.push(`first ${cents}`))
  bus.subscribe('paid', ({ cents }) => seen.push(`second ${cents}`))
  bus.subscribe('left', (name) => seen.push(name))
  bus.publish('paid', { cents: 5 })
  expect(seen).toEqual(['first 5', 'second 5'])
})

it('stops calling an unsubscribed listener, even while an event is published', () => {
  const bus = events()
  const seen: string[] = []
  const leave = bus.subscribe('left', (name) => {
    seen.push(name)
    leave()
  })
  bus.subscribe('left', (name) => seen.push(`and ${name}`))
  bus.publish('left', 'a')
  bus.publish('left', 'b')
  expect(seen).toEqual(['a', 'and a', 'and b'])
})

it('returns true for a kind that has subscribers', () => {
  const bus = events()
  expect(bus.hasSubscribers('paid')).toBe(false)
  const leave = bus.subscribe('paid', () => undefined)
  expect(bus.hasSubscribers('paid')).toBe(true)
  leave()
  expect(bus.hasSubscribers('paid')).toBe(false)
})
