import { addDays, type Day, daysBetween, isWeekend, makeDay, monthOf, yearOf } from '../core/days.ts'

/** Holidays with a fixed date that all German states share, as `MM-DD`. */
const FIXED_HOLIDAYS: ReadonlySet<string> = new Set(['01-01', '05-01', '10-03', '12-25', '12-26'])

/** Good Friday, Easter Monday, Ascension Day and Whit Monday, in days after Easter Sunday. */
const EASTER_HOLIDAYS: ReadonlySet<number> = new Set([-2, 1, 39, 50])

/** Returns true for a public holiday of all German states. */
export const isGermanHoliday = (day: Day): boolean => {
  if (FIXED_HOLIDAYS.has(day.slice(5))) return true
  const month = monthOf(day)
  // Good Friday is never before March 20, Whit Monday never after June 14.
  if (month < 3 || month > 6) return false
  return EASTER_HOLIDAYS.has(daysBetween(easterSunday(yearOf(day)), day))
}

/** Returns true for a day on which German banks book transfers: no weekend, no holiday. */
export const isBankingDay = (day: Day): boolean => !isWeekend(day) && !isGermanHoliday(day)

/** Returns the day itself if it is a banking day, otherwise the next one. */
export const nextBankingDay = (day: Day): Day => {
  let candidate = day
  while (!isBankingDay(candidate)) candidate = addDays(candidate, 1)
  return candidate
}

/** Returns the day itself if it is a banking day, otherwise the one before. */
export const previousBankingDay = (day: Day): Day => {
  let candidate = day
  while (!isBankingDay(candidate)) candidate = addDays(candidate, -1)
  return candidate
}

/** Returns the banking day that is a number of banking days (at least 1) after a day. */
export const addBankingDays = (day: Day, bankingDays: number): Day => {
  let result = day
  for (let count = 0; count < bankingDays; count++) result = nextBankingDay(addDays(result, 1))
  return result
}

/** Returns Easter Sunday of a year in the Gregorian calendar (the method of Meeus, Jones and Butcher). */
export const easterSunday = (year: number): Day => {
  const a = year % 19
  const century = Math.floor(year / 100)
  const yearOfCentury = year % 100
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * a + century - Math.floor(century / 4) - correction + 15) % 30
  const l = (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7
  const m = Math.floor((a + 11 * epact + 22 * l) / 451)
  const sum = epact + l - 7 * m + 114
  return makeDay(year, Math.floor(sum / 31), (sum % 31) + 1)
}
