import { describe, expect, it } from 'vitest'
import { dialects, openSession, startApp } from '../helpers/api-dialect.ts'

describe.each(dialects)('the same calls in $version', (dialect) => {
  const play = async (seed: string): Promise<string[]> => {
    const app = startApp({ seed })
    const { get, importReady } = openSession(app, dialect, await app.newUser(dialect))
    await importReady()
    const paths = ['/bankConnections', '/accounts', '/transactions?view=userView&perPage=100', '/banks', '/users']
    return (await Promise.all(paths.map(get))).map(({ text }) => text)
  }

  it('get the same to the byte with the same seed, and other ids with another one', async () => {
    const once = await play('one')
    expect(await play('one')).toEqual(once)
    expect((await play('another')).at(-1)).not.toBe(once.at(-1))
  })
})
