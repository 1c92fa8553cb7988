import { expect, it } from 'vitest'
import { createOrder } from './in-order.ts'

/** Makes an order, and a list of the effects that were carried out. */
const start = () => {
  const done: string[] = []
  const order = createOrder()
  const effect = (name: string) => () => void done.push(name)
  const createPlace = () => {
    const track = order.createTrack()
    order.include(track)
    return track
  }
  return { done, order, effect, createPlace }
}

it('carries out the effects of work in its order, those of the first work immediately', () => {
  const { done, effect, createPlace } = start()
  const [first, second] = [createPlace(), createPlace()]
  second.add(effect('second'))
  first.add(effect('first'))
  expect(done).toEqual(['first'])
  first.end()
  expect(done).toEqual(['first', 'second'])
  second.add(effect('second again'))
  expect(done).toEqual(['first', 'second', 'second again'])
})

it('carries out the effects of shared work where the first in order needs it, even if another needs it earlier', () => {
  const { done, order, effect, createPlace } = start()
  const [first, second] = [createPlace(), createPlace()]
  const shared = order.createTrack()
  second.add(effect('second before'))
  second.include(shared)
  second.add(effect('second after'))
  shared.add(effect('shared'))
  first.add(effect('first before'))
  first.include(shared)
  first.add(effect('first after'))
  expect(done).toEqual(['first before', 'shared'])
  shared.end()
  first.end()
  expect(done).toEqual(['first before', 'shared', 'first after', 'second before', 'second after'])
})

it('does not wait for shared work that outlasts the one that needs it: the next has the rest', () => {
  const { done, order, effect, createPlace } = start()
  const [first, second] = [createPlace(), createPlace()]
  const shared = order.createTrack()
  for (const track of [first, second]) track.include(shared)
  shared.add(effect('shared'))
  first.add(effect('first gives up'))
  first.end()
  second.add(effect('second'))
  shared.add(effect('shared rest'))
  shared.end()
  expect(done).toEqual(['shared', 'first gives up', 'shared rest', 'second'])
})

it('carries out last what is added to ended work, and goes on after an effect that fails', () => {
  const { done, order, effect, createPlace } = start()
  const [first, second] = [createPlace(), createPlace()]
  first.end()
  first.add(effect('late'))
  second.add(effect('second'))
  expect(() =>
    second.add(() => {
      throw new Error('failed')
    }),
  ).toThrow('failed')
  second.end()
  order.add(effect('outside'))
  expect(done).toEqual(['second', 'late', 'outside'])
})
