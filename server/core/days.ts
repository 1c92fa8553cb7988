/**
 * A calendar day as `YYYY-MM-DD`, years 0000 to 9999. Days compare and sort as plain strings.
 * Nothing in this file reads the clock.
 */
export type Day = string

const MS_PER_HOUR = 3_600_000
export const MS_PER_DAY = 86_400_000

const TWO_DIGITS: readonly string[] = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'))

/** Returns the day of a year, month (1 to 12) and day of the month, which must exist. */
export const makeDay = (year: number, month: number, dayOfMonth: number): Day =>
  `${year > 999 ? year : String(year).padStart(4, '0')}-${TWO_DIGITS[month]}-${TWO_DIGITS[dayOfMonth]}`

/** Returns true for an existing calendar day in the form `YYYY-MM-DD`. */
export const isDay = (text: string): boolean => {
  if (!/^\d{4}-(0[1-9]|1[0-2])-\d{2}$/.test(text)) return false
  const dayOfMonth = dayOfMonthOf(text)
  return dayOfMonth >= 1 && dayOfMonth <= daysInMonth(yearOf(text), monthOf(text))
}

export const yearOf = (day: Day): number => Number(day.slice(0, 4))

/** Returns the month of a day, 1 to 12. */
export const monthOf = (day: Day): number => Number(day.slice(5, 7))

const dayOfMonthOf = (day: Day): number => Number(day.slice(8, 10))

/** Returns the number of days in a month (1 to 12) of a year. */
export const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return isLeapYear(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Returns the day that is a number of days later (negative: earlier). */
export const addDays = (day: Day, days: number): Day => fromDayNumber(toDayNumber(day) + days)

/** Returns the same day of the month some months later (negative: earlier), or the last day of a shorter month. */
export const addMonths = (day: Day, months: number): Day => {
  const index = yearOf(day) * 12 + monthOf(day) - 1 + months
  const year = Math.floor(index / 12)
  const month = index - year * 12 + 1
  return makeDay(year, month, Math.min(dayOfMonthOf(day), daysInMonth(year, month)))
}

/** Returns the number of days from one day to another; negative if `to` is the earlier one. */
export const daysBetween = (from: Day, to: Day): number => toDayNumber(to) - toDayNumber(from)

/** Compares days for `sort`: negative, zero or positive. */
export const compareDays = (left: Day, right: Day): number => (left < right ? -1 : left > right ? 1 : 0)

/** Returns the weekday as in ISO 8601: 1 is Monday, 7 is Sunday. */
export const weekday = (day: Day): number => isoWeekday(toDayNumber(day))

/** Returns true for a Saturday or Sunday. */
export const isWeekend = (day: Day): boolean => weekday(day) > 5

/** Returns the German calendar day of an instant (milliseconds since 1970). */
export const dayInGermany = (epochMilliseconds: number): Day => {
  const local = epochMilliseconds + germanOffset(epochMilliseconds)
  return fromDayNumber(Math.floor(local / MS_PER_DAY))
}

/**
 * Returns the offset of German local time from UTC at an instant, in milliseconds: one hour, in summer two. Computed
 * from the rule of Directive 2000/84/EC (summer time runs between the last Sundays of March and October, 01:00 UTC),
 * in force in Germany since 1996, because a formatter of `Intl` costs more than the rest of a request.
 */
export const germanOffset = (epochMilliseconds: number): number => {
  const { year, month } = civil(Math.floor(epochMilliseconds / MS_PER_DAY))
  return isSummerTime(epochMilliseconds, year, month) ? 2 * MS_PER_HOUR : MS_PER_HOUR
}

const isSummerTime = (epochMilliseconds: number, year: number, month: number): boolean => {
  if (month === 3) return epochMilliseconds >= clockChange(year, 3)
  if (month === 10) return epochMilliseconds < clockChange(year, 10)
  return month > 3 && month < 10
}

/** Formats a time of the day as `HH:MM:SS.SSS`, from milliseconds since 1970 in local time. */
export const formatTimeOfDay = (localMilliseconds: number): string => {
  const time = ((localMilliseconds % MS_PER_DAY) + MS_PER_DAY) % MS_PER_DAY
  const seconds = Math.floor(time / 1000)
  const milliseconds = time - seconds * 1000
  const hour = TWO_DIGITS[Math.floor(seconds / 3600)]
  const minute = TWO_DIGITS[Math.floor(seconds / 60) % 60]
  const hundredths = Math.floor(milliseconds / 10)
  return `${hour}:${minute}:${TWO_DIGITS[seconds % 60]}.${TWO_DIGITS[hundredths]}${milliseconds - hundredths * 10}`
}

/** Returns the instant of the clock change in March or October; both months have 31 days. */
const clockChange = (year: number, month: 3 | 10): number => {
  const lastDay = civilToDayNumber(year, month, 31)
  const lastSunday = lastDay - (isoWeekday(lastDay) % 7)
  return lastSunday * MS_PER_DAY + MS_PER_HOUR
}

/** Returns the number of days since 1970-01-01. */
export const toDayNumber = (day: Day): number => civilToDayNumber(yearOf(day), monthOf(day), dayOfMonthOf(day))

/** Returns the day that is this many days after 1970-01-01. */
export const fromDayNumber = (dayNumber: number): Day => {
  const { year, month, dayOfMonth } = civil(dayNumber)
  return makeDay(year, month, dayOfMonth)
}

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

// 1970-01-01 was a Thursday.
const isoWeekday = (dayNumber: number): number => ((((dayNumber + 3) % 7) + 7) % 7) + 1

// Both directions count in years that begin in March, so that the leap day is the last day of its year, and in eras
// of 400 years, after which the calendar repeats.

const civilToDayNumber = (year: number, month: number, dayOfMonth: number): number => {
  const marchYear = month <= 2 ? year - 1 : year
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + dayOfMonth - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

const civil = (dayNumber: number): { year: number; month: number; dayOfMonth: number } => {
  const shifted = dayNumber + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return { year, month, dayOfMonth: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1 }
}
