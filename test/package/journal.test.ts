import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const script = new URL('../helpers/journal-run.mjs', import.meta.url).pathname

const journalOf = async (seed: string): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [script, seed], { maxBuffer: 64 * 1024 * 1024 })
  return stdout
}

it('is the same to the byte in two processes with the same seed and a frozen clock', async () => {
  const [first, second, other] = await Promise.all([journalOf('one'), journalOf('one'), journalOf('another')])
  expect(JSON.parse(first ?? '').map(({ response }: { response: { status: number } }) => response.status)).toEqual([
    ...[200, 201, 200, 510, 510, 201, 510, 200, 200, 303, 201, 503, 200, 404],
  ])
  expect(second).toBe(first)
  expect(other).not.toBe(first)
})
