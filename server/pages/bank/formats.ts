import type { Language } from '../language.ts'

/** `DE89370400440532013000` → `DE89 3704 0044 0532 0130 00`, as it is printed on paper. */
export const groupIban = (iban: string): string => iban.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ')

const months = 'January February March April May June July August September October November December'.split(' ')

/** `2026-05-09` → `09.05.2026` or `9 May 2026`. By hand: a Node without full ICU knows no German. */
export function dateIn(date: string, language: Language): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? []
  if (!year || !month || !day) return date
  return language === 'de' ? `${day}.${month}.${year}` : `${Number(day)} ${months[Number(month) - 1] ?? month} ${year}`
}
