import { expect, it } from 'vitest'
import { formatMoment, parseMoment } from './moment.ts'
import { MAX_FUTURE_MOMENT, MAX_MOMENT, MIN_MOMENT } from './time-limits.ts'

it.each([
  ['2026-03-10T10:00:00Z', Date.UTC(2026, 2, 10, 10)],
  ['1900-01-01T00:00:00Z', MIN_MOMENT],
  ['2999-12-31T23:59:59.999Z', MAX_MOMENT],
  ['1899-12-31T23:59:59.999Z', undefined],
  ['3000-01-01T00:00:00Z', undefined],
  ['+275760-09-13T00:00:00Z', undefined],
  ['soon', undefined],
])('reads %s as %s', (text, milliseconds) => {
  expect(parseMoment(text)).toBe(milliseconds)
})

it('formats every moment, also of an event after the last one', () => {
  expect(formatMoment(MIN_MOMENT)).toBe('1900-01-01T00:00:00.000Z')
  expect(formatMoment(MAX_FUTURE_MOMENT)).toMatch(/^3\d{3}-/)
})
