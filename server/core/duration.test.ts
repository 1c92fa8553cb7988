import { expect, it } from 'vitest'
import { parseDuration, requireDuration } from './duration.ts'

it.each([
  ['PT0S', 0],
  ['PT1S', 1000],
  ['PT0.25S', 250],
  ['PT1M30S', 90_000],
  ['P1DT2H', 26 * 3_600_000],
  ['P1W', 7 * 86_400_000],
  ['P', undefined],
  ['PT', undefined],
  ['1s', undefined],
  ['P1M', undefined],
  ['P36525D', 36_525 * 86_400_000],
  ['P36525DT0.001S', undefined],
  ['P99999999W', undefined],
  [`PT${'9'.repeat(400)}S`, undefined],
])('reads %s as %s milliseconds', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds)
})

it('returns the milliseconds of a required duration, and throws for any other text', () => {
  expect(requireDuration('P90D')).toBe(7_776_000_000)
  expect(() => requireDuration('soon')).toThrow("'soon' is not an ISO 8601 duration")
})
