import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { isFresh, writeMade } from './files.ts'

const seconds = (count: number): Date => new Date(Date.UTC(2026, 0, 1, 12, 0, count))

let folder: string
let made: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fresh-'))
  made = join(folder, 'generated', 'made.txt')
  await writeFile(join(folder, 'source.txt'), '')
  await writeMade(made, 'first', seconds(10))
  await age(5)
})

/** Sets the moment of the last change of the source and, unless it is given, of its folder. */
const age = async (count: number, ofFolder = count): Promise<void> => {
  await utimes(join(folder, 'source.txt'), seconds(count), seconds(count))
  await utimes(folder, seconds(ofFolder), seconds(ofFolder))
}

describe('a generated file', () => {
  it('is fresh when it is newer than its source', () => {
    expect(isFresh(made, [join(folder, 'source.txt')])).toBe(true)
  })

  it.each([
    { change: 'a source changed since', apply: () => age(15) },
    { change: 'a source changed in the moment in which it was begun', apply: () => age(10) },
    { change: 'a file was removed from a folder of sources', apply: () => age(5, 15) },
    { change: 'it is missing', apply: () => rm(made) },
  ])('is stale when $change', async ({ apply }) => {
    await apply()
    expect(isFresh(made, [folder])).toBe(false)
  })

  it('is as old as the beginning of its making, so that a later change of a source counts', async () => {
    await writeMade(made, 'second', seconds(12))
    await age(13)
    expect(isFresh(made, [folder])).toBe(false)
  })

  it('is replaced in one move', async () => {
    const writes = ['one', 'two', 'three'].map((text) => writeMade(made, text.repeat(100_000), seconds(10)))
    const lengths = new Set<number>()
    for (let done = false; !done; ) {
      done = await Promise.race([
        Promise.all(writes).then(() => true),
        readFile(made).then(({ length }) => {
          lengths.add(length)
          return false
        }),
      ])
    }
    expect([...lengths].filter((length) => ![5, 300_000, 500_000].includes(length))).toEqual([])
    expect(await readdir(join(folder, 'generated'))).toEqual(['made.txt'])
  })
})
