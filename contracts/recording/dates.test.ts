import { describe, expect, it } from 'vitest'
import { absoluteDate, relativeDate, relativeDaysWithin } from './dates.ts'
import { readTemplate } from './placeholder.ts'

const start = new Date('2026-07-27T22:30:00.000Z')
const later = new Date('2027-01-10T09:00:00.000Z')

const move = (text: string): string | undefined => {
  const relative = relativeDate(text, start)
  const placeholder = relative === undefined ? undefined : readTemplate(relative).placeholders[0]
  return placeholder && absoluteDate(placeholder, later)
}

describe('dates', () => {
  it.each([
    // 22:30 UTC is past midnight in Germany.
    { text: '2026-07-28', moved: '2027-01-10' },
    { text: '2026-07-21 00:00:00.000', moved: '2027-01-03 00:00:00.000' },
    { text: '2026-07-28 00:30:01.250', moved: '2027-01-10 10:00:01.250' },
    { text: '2026-07-28T00:30:01.250+02:00', moved: '2027-01-10T10:00:01.250+01:00' },
    { text: '2026-07-27T22:30:01.250Z', moved: '2027-01-10T09:00:01.250Z' },
    { text: '2024-02-31', moved: undefined },
    { text: '2026-07-28x', moved: undefined },
    { text: 'soon', moved: undefined },
  ])('moves $text to $moved', ({ text, moved }) => {
    expect(move(text)).toBe(moved)
  })

  it('finds days within a text', () => {
    expect(relativeDaysWithin('am 27.07.2026 und 99.99.2026', start)).toBe('am {{day.german:-1}} und 99.99.2026')
  })
})
