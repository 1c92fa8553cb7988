import type { ScaAnswer } from '../../sca/sca-flow.ts'
import type { TokenRequest } from '../authorization/token.ts'
import { locationsFrom } from '../banks/locations.ts'
import type { BankOrderField, BankQuery } from '../banks/search-banks.ts'
import { PENDING_ORDER_FIELDS, type PendingTransactionQuery } from '../pending-transactions/pending-transaction.ts'
import { TRANSACTION_ORDER_FIELDS, type TransactionQuery } from '../transactions/search-transactions.ts'
import { centsFrom, dayFrom, earliest, latest, orderFrom, pageFrom } from './request.ts'

// What both API versions say in the same words. Each function takes the part of a request that it reads.

export const tokenFrom = (form: {
  grant_type: TokenRequest['grantType']
  client_id: string
  client_secret: string
  username?: string
  password?: string
  refresh_token?: string
}): TokenRequest => ({
  grantType: form.grant_type,
  clientId: form.client_id,
  clientSecret: form.client_secret,
  username: form.username,
  password: form.password,
  refreshToken: form.refresh_token,
})

export const revocationFrom = (form: { token: string; token_type_hint?: 'access_token' | 'refresh_token' }) => ({
  token: form.token,
  hint: form.token_type_hint,
})

const BANK_ORDER_FIELDS: readonly BankOrderField[] = ['id', 'name', 'blz', 'bic', 'popularity']

interface CommonBankQuery {
  ids?: number[]
  search?: string
  location?: string[]
  tppAuthenticationGroupIds?: number[]
  isTestBank?: boolean
  page?: number
  perPage?: number
  order?: string[]
}

/** The filters of banks whose names are the same in both versions. */
export const bankQueryFrom = (query: CommonBankQuery) =>
  ({
    ...pageFrom(query),
    ids: query.ids,
    search: query.search,
    locations: locationsFrom(query.location),
    tppAuthenticationGroupIds: query.tppAuthenticationGroupIds,
    isTestBank: query.isTestBank,
    order: orderFrom(query.order, BANK_ORDER_FIELDS),
  }) satisfies Partial<BankQuery>

export const accountQueryFrom = (query: {
  ids?: number[]
  search?: string
  bankConnectionIds?: number[]
  minLastSuccessfulUpdate?: string
  maxLastSuccessfulUpdate?: string
  minBalance?: number
  maxBalance?: number
}) => ({
  ids: query.ids,
  search: query.search,
  connectionIds: query.bankConnectionIds,
  minLastSuccessfulUpdate: dayFrom('minLastSuccessfulUpdate', query.minLastSuccessfulUpdate),
  maxLastSuccessfulUpdate: dayFrom('maxLastSuccessfulUpdate', query.maxLastSuccessfulUpdate),
  minBalance: centsFrom(query.minBalance),
  maxBalance: centsFrom(query.maxBalance),
})

export const transactionQueryFrom = (query: {
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
}): TransactionQuery => ({
  ...pageFrom(query),
  ids: query.ids,
  search: query.search,
  counterpart: query.counterpart,
  purpose: query.purpose,
  accountIds: query.accountIds,
  // finAPI's booking date differs from the bank's only where it corrects one, which this server never has to.
  minBookingDay: latest(
    dayFrom('minBankBookingDate', query.minBankBookingDate),
    dayFrom('minFinapiBookingDate', query.minFinapiBookingDate),
  ),
  maxBookingDay: earliest(
    dayFrom('maxBankBookingDate', query.maxBankBookingDate),
    dayFrom('maxFinapiBookingDate', query.maxFinapiBookingDate),
  ),
  minAmount: centsFrom(query.minAmount),
  maxAmount: centsFrom(query.maxAmount),
  direction: query.direction ?? 'all',
  labelIds: query.labelIds,
  categoryIds: query.categoryIds,
  includeChildCategories: query.includeChildCategories ?? true,
  isNew: query.isNew,
  isPotentialDuplicate: query.isPotentialDuplicate,
  isAdjustingEntry: query.isAdjustingEntry,
  minImportDay: dayFrom('minImportDate', query.minImportDate),
  maxImportDay: dayFrom('maxImportDate', query.maxImportDate),
  order: orderFrom(query.order, TRANSACTION_ORDER_FIELDS),
})

export const pendingTransactionQueryFrom = (query: {
  ids?: number[]
  accountIds?: number[]
  page?: number
  perPage?: number
  order?: string[]
}): PendingTransactionQuery => ({
  ...pageFrom(query),
  ids: query.ids,
  accountIds: query.accountIds,
  order: orderFrom(query.order, PENDING_ORDER_FIELDS),
})

interface CommonBankCall {
  storeSecrets?: boolean
  skipPositionsDownload?: boolean
  accountReferences?: { iban: string }[]
  redirectUrl?: string
  multiStepAuthentication?: ScaAnswer & { hash: string }
}

/** The fields whose names are the same in both versions, and for imports and updates. */
const bankCallFrom = (body: CommonBankCall) => ({
  storeSecrets: body.storeSecrets ?? false,
  skipPositionsDownload: body.skipPositionsDownload ?? false,
  accountReferences: body.accountReferences?.map(({ iban }) => iban),
  redirectUrl: body.redirectUrl,
  hash: body.multiStepAuthentication?.hash,
  answer: answerFrom(body.multiStepAuthentication),
})

export const importFrom = (body: CommonBankCall & { bankId: number; name?: string; maxDaysForDownload?: number }) => ({
  ...bankCallFrom(body),
  bankId: body.bankId,
  name: body.name,
  maxDaysForDownload: body.maxDaysForDownload ?? 0,
})

export const updateFrom = (body: CommonBankCall & { bankConnectionId: number; importNewAccounts?: boolean }) => ({
  ...bankCallFrom(body),
  connectionId: body.bankConnectionId,
  importNewAccounts: body.importNewAccounts ?? false,
})

const answerFrom = (callback: ScaAnswer | undefined): ScaAnswer => ({
  twoStepProcedureId: callback?.twoStepProcedureId,
  challengeResponse: callback?.challengeResponse,
  redirectCallback: callback?.redirectCallback,
  decoupledCallback: callback?.decoupledCallback,
})
