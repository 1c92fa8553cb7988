import type { Day } from '../../core/days.ts'
import { readCents, readDay, readOrder, readPage } from '../wire.ts'
import type { TransactionEdit } from './edit-transactions.ts'
import { TRANSACTION_ORDER_FIELDS, type TransactionQuery } from './search-transactions.ts'

interface Filters {
  ids?: number[]
  search?: string
  counterpart?: string
  purpose?: string
  accountIds?: number[]
  minBankBookingDate?: string
  maxBankBookingDate?: string
  minFinapiBookingDate?: string
  maxFinapiBookingDate?: string
  minAmount?: number
  maxAmount?: number
  direction?: 'all' | 'income' | 'spending'
  labelIds?: number[]
  categoryIds?: number[]
  includeChildCategories?: boolean
  isNew?: boolean
  isPotentialDuplicate?: boolean
  isAdjustingEntry?: boolean
  minImportDate?: string
  maxImportDate?: string
  page?: number
  perPage?: number
  order?: string[]
}

/** Reads the filters of the transaction list, which are the same in both versions. */
export const readFilters = (query: Filters): TransactionQuery => ({
  ...readPage(query),
  ids: query.ids,
  search: query.search,
  counterpart: query.counterpart,
  purpose: query.purpose,
  accountIds: query.accountIds,
  // finAPI's booking date differs from the bank's only if finAPI corrects it, which this server never does.
  minBookingDay: later(
    readDay('minBankBookingDate', query.minBankBookingDate),
    readDay('minFinapiBookingDate', query.minFinapiBookingDate),
  ),
  maxBookingDay: earlier(
    readDay('maxBankBookingDate', query.maxBankBookingDate),
    readDay('maxFinapiBookingDate', query.maxFinapiBookingDate),
  ),
  minAmount: readCents(query.minAmount),
  maxAmount: readCents(query.maxAmount),
  direction: query.direction ?? 'all',
  labelIds: query.labelIds,
  categoryIds: query.categoryIds,
  includeChildCategories: query.includeChildCategories ?? true,
  isNew: query.isNew,
  isPotentialDuplicate: query.isPotentialDuplicate,
  isAdjustingEntry: query.isAdjustingEntry,
  minImportDay: readDay('minImportDate', query.minImportDate),
  maxImportDay: readDay('maxImportDate', query.maxImportDate),
  order: readOrder(query.order, TRANSACTION_ORDER_FIELDS),
})

const later = (a: Day | undefined, b: Day | undefined): Day | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a

const earlier = (a: Day | undefined, b: Day | undefined): Day | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a

interface Edit {
  isNew?: boolean
  isPotentialDuplicate?: boolean
  categoryId?: number
  labelIds?: number[]
}

/** Reads the fields of an edit, which are the same in both versions. */
export const readEdit = ({ isNew, isPotentialDuplicate, categoryId, labelIds }: Edit): TransactionEdit => ({
  isNew,
  isPotentialDuplicate,
  categoryId,
  labelIds,
})
