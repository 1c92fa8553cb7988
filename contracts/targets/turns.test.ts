import { setImmediate as settle } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createTurns, EVERYTHING } from './turns.ts'

/** Asks for turns by name; the list has those that may run, or have run, in the order in which they were granted. */
const askFor = (limit: number, ...wishes: readonly (readonly [name: string, occupies?: string])[]) => {
  const turns = createTurns(() => limit)
  const granted: string[] = []
  const ends = new Map<string, () => void>()
  for (const [name, occupies] of wishes) {
    const permission = turns.ask(occupies)
    void permission.granted.then(() => granted.push(name))
    ends.set(name, permission.end)
  }
  const end = async (name: string): Promise<readonly string[]> => {
    ends.get(name)?.()
    await settle()
    return granted
  }
  return { end, granted: () => end('nothing') }
}

it('grants turns in the order of asking, up to the limit', async () => {
  const { granted, end } = askFor(2, ['a'], ['b'], ['c'], ['d'])
  expect(await granted()).toEqual(['a', 'b'])
  expect(await end('b')).toEqual(['a', 'b', 'c'])
  expect(await end('b')).toEqual(['a', 'b', 'c'])
})

it('grants no turn while another occupies the same, and lets others overtake', async () => {
  const { granted, end } = askFor(3, ['edit', 'data'], ['edit again', 'data'], ['read'], ['other', 'more data'])
  expect(await granted()).toEqual(['edit', 'read', 'other'])
  await end('read')
  expect(await end('edit')).toEqual(['edit', 'read', 'other', 'edit again'])
})

it('grants first what excludes others, because it would run alone at the end', async () => {
  const { granted, end } = askFor(2, ['a'], ['b'], ['c'], ['edit', 'data'])
  expect(await granted()).toEqual(['a', 'b'])
  expect(await end('a')).toEqual(['a', 'b', 'edit'])
})

it('keeps the order of asking where only one runs at a time', async () => {
  const { end } = askFor(1, ['a'], ['b'], ['edit', 'data'])
  expect(await end('a')).toEqual(['a', 'b'])
})

it('lets work that occupies everything run alone, after all before it and before all after it', async () => {
  const { granted, end } = askFor(3, ['a'], ['b', 'data'], ['alone', EVERYTHING], ['c', 'data'], ['d'])
  expect(await granted()).toEqual(['a', 'b'])
  expect(await end('a')).toEqual(['a', 'b'])
  expect(await end('b')).toEqual(['a', 'b', 'alone'])
  expect(await end('alone')).toEqual(['a', 'b', 'alone', 'c', 'd'])
})
