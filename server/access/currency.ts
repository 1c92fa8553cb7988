import type { Schema } from '../../contracts/openapi/api-types.ts'
import type { Booking } from '../bank/booking.ts'

/** The currency of a booking. Persona files are checked to use only currencies that finAPI lists. */
export const readCurrency = (booking: Booking): Schema<'v1', 'Currency'> & Schema<'v2', 'Currency'> =>
  booking.currency as Schema<'v1', 'Currency'> & Schema<'v2', 'Currency'>
