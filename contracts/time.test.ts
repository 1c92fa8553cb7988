import { describe, expect, it } from 'vitest'
import { readDay, readInstant } from './time.ts'

describe('readInstant', () => {
  it.each([
    { version: 'v1', text: '2024-01-15 12:00:00.000', at: '2024-01-15T11:00:00.000Z' },
    { version: 'v1', text: '2024-07-15 12:00:00.000', at: '2024-07-15T10:00:00.000Z' },
    { version: 'v2', text: '2024-07-15T12:00:00.000+02:00', at: '2024-07-15T10:00:00.000Z' },
  ] as const)('reads $text as $version writes it', ({ version, text, at }) => {
    expect(readInstant(version, text)?.toISOString()).toBe(at)
  })

  it.each([
    { version: 'v1', text: '2024-07-15T12:00:00.000+02:00' },
    { version: 'v2', text: '2024-07-15 12:00:00.000' },
    { version: 'v2', text: '2024-07-15T12:00:00.000' },
    { version: 'v2', text: 1 },
  ] as const)('does not take $text for a time of $version', ({ version, text }) => {
    expect(readInstant(version, text)).toBeUndefined()
  })
})

describe('readDay', () => {
  it('reads the day of a booking in either version', () => {
    expect([readDay('v1', '2024-07-15 00:00:00.000'), readDay('v2', '2024-07-15')]).toEqual([
      '2024-07-15',
      '2024-07-15',
    ])
    expect([readDay('v2', '2024-07-15 00:00:00.000'), readDay('v1', null)]).toEqual([undefined, undefined])
  })
})
