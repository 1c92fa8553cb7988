import { expect, it } from 'vitest'
import { adjustingEntry, extraBookings } from './own-bookings.ts'

it('creates bookings relative to the day of the download, in order and in cents', () => {
  const bookings = extraBookings(
    [
      { inDays: 3, amount: -19.99, purpose: 'later' },
      { inDays: -1, amount: 0.1, purpose: 'before', counterpart: 'Somebody' },
    ],
    '2026-12-30',
    'CHF',
  )
  expect(bookings).toMatchObject([
    { day: '2026-12-29', valueDay: '2026-12-29', amount: 10, currency: 'CHF', counterpartName: 'Somebody' },
    { day: '2027-01-02', amount: -1999, type: 'Überweisungsauftrag', counterpartName: undefined },
  ])
})

it('creates an adjusting entry without booking text and codes', () => {
  const entry = adjustingEntry(-5, '2026-03-10', 'EUR')
  expect(entry).toMatchObject({ amount: -5, purpose: 'Zwischensaldo', type: undefined, typeCodeZka: undefined })
})
