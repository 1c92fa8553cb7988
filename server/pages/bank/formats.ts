import type { Language } from '../language.ts'

/** Formats an IBAN in groups of four, as in `DE89 3704 0044 0532 0130 00`. */
export const groupIban = (iban: string): string => iban.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ')

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** Formats `2026-05-09` as `09.05.2026` or `9 May 2026`, without Intl, because a Node without full ICU lacks German. */
export const formatDate = (date: string, language: Language): string => {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? []
  if (!year || !month || !day) return date
  return language === 'de' ? `${day}.${month}.${year}` : `${Number(day)} ${MONTHS[Number(month) - 1] ?? month} ${year}`
}
