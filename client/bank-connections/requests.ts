import type { ApiVersion, JsonBodyOf } from '../../contracts/openapi/api-types.ts'
import type { ScaCallback } from '../sca/types.ts'

// The flow fills in the first field; v1 lacks the second one.
type OmittedField = 'multiStepAuthentication' | 'skipBalancesDownload'

/** The fields of an import, named as in v2; v1 differs only in the name of `bankingInterface`. */
export type ImportRequest = Omit<JsonBodyOf<'v2', 'importBankConnection'>, OmittedField>

/** The fields of an update, named as in v2; v1 differs only in the name of `bankingInterface`. */
export type UpdateRequest = Omit<JsonBodyOf<'v2', 'updateBankConnection'>, OmittedField>

type ToBody<Request, Id extends 'importBankConnection' | 'updateBankConnection'> = {
  [V in ApiVersion]: (request: Request, callback: ScaCallback | undefined) => JsonBodyOf<V, Id>
}

const toMultiStepAuthentication = (callback: ScaCallback | undefined): { multiStepAuthentication?: ScaCallback } =>
  callback ? { multiStepAuthentication: callback } : {}

export const toImportBody: ToBody<ImportRequest, 'importBankConnection'> = {
  v1: ({ bankId, bankingInterface, ...rest }, callback) => ({
    bankId,
    interface: bankingInterface,
    ...rest,
    ...toMultiStepAuthentication(callback),
  }),
  v2: (request, callback) => ({ ...request, ...toMultiStepAuthentication(callback) }),
}

export const toUpdateBody: ToBody<UpdateRequest, 'updateBankConnection'> = {
  v1: ({ bankConnectionId, bankingInterface, ...rest }, callback) => ({
    bankConnectionId,
    interface: bankingInterface,
    ...rest,
    ...toMultiStepAuthentication(callback),
  }),
  v2: (request, callback) => ({ ...request, ...toMultiStepAuthentication(callback) }),
}
