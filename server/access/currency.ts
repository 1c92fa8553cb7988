import type { Schema } from '../../contracts/openapi/api-types.ts'
import type { Booking } from '../bank/booking.ts'

/** Returns the currency of a booking. The checks of persona files allow only currencies that finAPI lists. */
export const readCurrency = (booking: Booking): Schema<'v1', 'Currency'> & Schema<'v2', 'Currency'> =>
  booking.currency as Schema<'v1', 'Currency'> & Schema<'v2', 'Currency'>
