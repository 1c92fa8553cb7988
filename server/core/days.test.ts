import { describe, expect, it } from 'vitest'
import {
  addBankingDays,
  easterSunday,
  isBankingDay,
  isGermanHoliday,
  nextBankingDay,
  previousBankingDay,
} from '../bank/banking-days.ts'
import {
  addDays,
  addMonths,
  compareDays,
  dayInGermany,
  daysBetween,
  formatTimeOfDay,
  fromDayNumber,
  germanOffset,
  isDay,
  MS_PER_DAY,
  weekday,
} from './days.ts'

describe('calendar arithmetic', () => {
  it.each([
    { day: '2024-02-28', days: 1, result: '2024-02-29' },
    { day: '2023-02-28', days: 1, result: '2023-03-01' },
    { day: '2026-01-01', days: -1, result: '2025-12-31' },
    { day: '1970-01-01', days: -719_162, result: '0001-01-01' },
    { day: '2000-02-29', days: 146_097, result: '2400-02-29' },
  ])('adds $days days to $day', ({ day, days, result }) => {
    expect(addDays(day, days)).toBe(result)
    expect(daysBetween(day, result)).toBe(days)
  })

  it.each([
    { day: '2026-01-31', months: 1, result: '2026-02-28' },
    { day: '2026-03-15', months: -3, result: '2025-12-15' },
    { day: '2024-02-29', months: 12, result: '2025-02-28' },
    { day: '2026-12-01', months: 25, result: '2029-01-01' },
  ])('adds $months months to $day', ({ day, months, result }) => {
    expect(addMonths(day, months)).toBe(result)
  })

  it('agrees with Date over two centuries', () => {
    for (let dayNumber = -25_000; dayNumber < 47_000; dayNumber += 37) {
      const date = new Date(dayNumber * 86_400_000)
      const day = addDays('1970-01-01', dayNumber)
      expect(day).toBe(date.toISOString().slice(0, 10))
      expect(weekday(day) % 7).toBe(date.getUTCDay())
    }
  })

  it.each([
    { text: '2024-02-29', valid: true },
    { text: '2023-02-29', valid: false },
    { text: '2023-13-01', valid: false },
    { text: '2023-04-31', valid: false },
    { text: '2023-4-1', valid: false },
  ])('returns $valid for the text $text', ({ text, valid }) => {
    expect(isDay(text)).toBe(valid)
  })

  it('orders days', () => {
    expect(['2026-02-01', '2025-12-31', '2026-01-15'].sort(compareDays)).toEqual([
      '2025-12-31',
      '2026-01-15',
      '2026-02-01',
    ])
  })
})

describe('German time', () => {
  it.each([
    { instant: '2026-03-28T22:59:59.999Z', day: '2026-03-28', hours: 1 },
    { instant: '2026-03-28T23:00:00Z', day: '2026-03-29', hours: 1 },
    { instant: '2026-03-29T00:59:59Z', day: '2026-03-29', hours: 1 },
    { instant: '2026-03-29T01:00:00Z', day: '2026-03-29', hours: 2 },
    { instant: '2026-03-29T22:00:00Z', day: '2026-03-30', hours: 2 },
    { instant: '2026-10-25T00:59:59Z', day: '2026-10-25', hours: 2 },
    { instant: '2026-10-25T01:00:00Z', day: '2026-10-25', hours: 1 },
    { instant: '2026-10-25T22:30:00Z', day: '2026-10-25', hours: 1 },
    { instant: '2026-12-31T23:00:00Z', day: '2027-01-01', hours: 1 },
  ])('returns $day for $instant', ({ instant, day, hours }) => {
    expect(dayInGermany(Date.parse(instant))).toBe(day)
    expect(germanOffset(Date.parse(instant))).toBe(hours * 3_600_000)
  })

  it('agrees with Intl from 1996 to 2037', () => {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' })
    const end = Date.UTC(2037, 11, 31)
    for (let instant = Date.UTC(1996, 0, 1, 23, 30); instant < end; instant += 17.5 * 3_600_000) {
      expect(dayInGermany(instant)).toBe(format.format(instant))
    }
  })
})

describe('banking days', () => {
  it.each([
    { year: 2000, easter: '2000-04-23' },
    { year: 2008, easter: '2008-03-23' },
    { year: 2019, easter: '2019-04-21' },
    { year: 2024, easter: '2024-03-31' },
    { year: 2025, easter: '2025-04-20' },
    { year: 2026, easter: '2026-04-05' },
    { year: 2038, easter: '2038-04-25' },
  ])('finds Easter Sunday of $year', ({ year, easter }) => {
    expect(easterSunday(year)).toBe(easter)
  })

  it.each([
    { day: '2026-01-01', holiday: true },
    { day: '2026-04-03', holiday: true },
    { day: '2026-04-06', holiday: true },
    { day: '2026-05-01', holiday: true },
    { day: '2026-05-14', holiday: true },
    { day: '2026-05-25', holiday: true },
    { day: '2026-10-03', holiday: true },
    { day: '2026-12-25', holiday: true },
    { day: '2026-12-24', holiday: false },
    { day: '2026-06-04', holiday: false },
  ])('returns $holiday for the holiday check of $day', ({ day, holiday }) => {
    expect(isGermanHoliday(day)).toBe(holiday)
  })

  it.each([
    { day: '2026-04-02', next: '2026-04-02', previous: '2026-04-02' },
    { day: '2026-04-03', next: '2026-04-07', previous: '2026-04-02' },
    { day: '2026-05-01', next: '2026-05-04', previous: '2026-04-30' },
    { day: '2027-01-01', next: '2027-01-04', previous: '2026-12-31' },
  ])('moves $day to $next or back to $previous', ({ day, next, previous }) => {
    expect(nextBankingDay(day)).toBe(next)
    expect(previousBankingDay(day)).toBe(previous)
    expect(isBankingDay(next)).toBe(true)
  })

  it('counts banking days', () => {
    expect(addBankingDays('2026-04-01', 2)).toBe('2026-04-07')
    expect(addBankingDays('2026-04-04', 1)).toBe('2026-04-07')
  })
})

it('formats a moment as Date does, from 1900 to 2999', () => {
  const first = Date.UTC(1900, 0, 1)
  const span = Date.UTC(2999, 11, 31) - first
  for (let index = 0; index <= 2000; index++) {
    // Steps by the golden ratio visit all parts of the span, and all milliseconds.
    const moment = first + Math.floor(((index * 0.618_033_988_75) % 1) * span)
    const text = `${fromDayNumber(Math.floor(moment / MS_PER_DAY))}T${formatTimeOfDay(moment)}Z`
    expect(text).toBe(new Date(moment).toISOString())
  }
})
