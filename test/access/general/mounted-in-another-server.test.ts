import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const script = fileURLToPath(new URL('../../helpers/mounted-mock.mjs', import.meta.url))

it('serves each request once where another server of @hono/node-server was there before', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [script])
  const expected = { statuses: [200, 201, 200, 200], user: 'lena', bank: 'finAPI Test Bank' }
  expect(JSON.parse(stdout)).toEqual([expected, expected])
  expect(stderr).toBe('')
})
