import type { WeekendShift } from '../../scenarios/types.ts'
import { type Day, daysInMonth, makeDay, monthOf, weekday, yearOf } from '../core/days.ts'
import { isGermanHoliday } from './banking-days.ts'

/** The days of one month, computed once for all habits. */
export interface MonthCalendar {
  readonly firstDay: Day
  /** 1 to 12. */
  readonly month: number
  /** days[0] is the first of the month. */
  readonly days: readonly Day[]
  /** As in ISO 8601, 1 is Monday; same indices as `days`. */
  readonly weekdays: readonly number[]
  /** The banking day to use instead of a day; same indices as `days`. */
  readonly shifted: Readonly<Record<WeekendShift, readonly Day[]>>
}

/** Computes the month that begins with a day. */
export const createMonthCalendar = (firstDay: Day): MonthCalendar => {
  const year = yearOf(firstDay)
  const month = monthOf(firstDay)
  const days = Array.from({ length: daysInMonth(year, month) }, (_, index) => makeDay(year, month, index + 1))
  const firstWeekday = weekday(firstDay)
  const weekdays = days.map((_, index) => ((firstWeekday - 1 + index) % 7) + 1)
  const isBanking = days.map((day, index) => (weekdays[index] ?? 7) < 6 && !isGermanHoliday(day))
  const later = days.map((_, index) => days[isBanking.indexOf(true, index)])
  const earlier = days.map((_, index) => days[isBanking.lastIndexOf(true, index)])
  // A shift stays within the month ("modified following"), so that months are independent of each other.
  const shifted = {
    next: days.map((day, index) => later[index] ?? earlier[index] ?? day),
    previous: days.map((day, index) => earlier[index] ?? later[index] ?? day),
  }
  return { firstDay, month, days, weekdays, shifted }
}

/** Returns the banking day for a day of the month; in a shorter month, the last one. */
export const bankingDayIn = (calendar: MonthCalendar, dayOfMonth: number, shift: WeekendShift = 'next'): Day => {
  const index = Math.min(dayOfMonth, calendar.days.length) - 1
  return calendar.shifted[shift][index] ?? calendar.firstDay
}
