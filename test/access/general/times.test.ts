import { describe, expect, it } from 'vitest'
import { dialects, startSession } from '../../helpers/api-dialect.ts'

describe.each(dialects)('times in $version', (dialect) => {
  it.each([
    { now: '2026-01-31T23:30:00Z', v1: '2026-02-01 00:30:00.000', v2: '2026-02-01T00:30:00.000+01:00' },
    { now: '2026-03-29T00:59:59Z', v1: '2026-03-29 01:59:59.000', v2: '2026-03-29T01:59:59.000+01:00' },
    { now: '2026-03-29T01:00:00Z', v1: '2026-03-29 03:00:00.000', v2: '2026-03-29T03:00:00.000+02:00' },
    { now: '2026-10-25T01:00:00Z', v1: '2026-10-25 02:00:00.000', v2: '2026-10-25T02:00:00.000+01:00' },
  ])('are German ones at $now', async ({ now, ...expected }) => {
    const { get } = await startSession(dialect, { now })
    expect((await get('/accounts/1')).body.date).toBe(expected[dialect.version])
  })
})
