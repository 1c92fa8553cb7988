import type { ApiVersion, ScaCallback, Schema, V2Schema } from './api-types.ts'

/** What a caller wants imported, in the words of v2; v1 differs only in the name of `bankingInterface`. */
export type ImportRequest = Omit<
  V2Schema<'ImportBankConnectionParams'>,
  // The flow fills in the first one; v1 does not know the second one.
  'multiStepAuthentication' | 'skipBalancesDownload'
>

/** What a caller wants updated, in the words of v2; v1 differs only in the name of `bankingInterface`. */
export type UpdateRequest = Omit<
  V2Schema<'UpdateBankConnectionParams'>,
  'multiStepAuthentication' | 'skipBalancesDownload'
>

/** Where the versions differ and this client has to care. All else is the path's prefix. */
export interface Dialect<V extends ApiVersion = ApiVersion> {
  basePath: string
  tokenPath: string
  revokePath: string
  /** v1 takes the token to revoke from the query, v2 from the form body. */
  revokeIn: 'query' | 'form'
  /** v2 also asks the bank when something is deleted, so it wants to know about the PSU there too. */
  psuHeadersOnDelete: boolean
  /** The query parameter that filters banks by their interfaces. */
  interfaceFilter: 'supportedInterfaces' | 'supportedBankingInterfaces'
  importBody(request: ImportRequest, callback: ScaCallback | undefined): Schema<V, 'ImportBankConnectionParams'>
  updateBody(request: UpdateRequest, callback: ScaCallback | undefined): Schema<V, 'UpdateBankConnectionParams'>
}

export const dialects: { [V in ApiVersion]: Dialect<V> } = {
  v1: {
    basePath: '/api/v1',
    tokenPath: '/oauth/token',
    revokePath: '/oauth/revoke',
    revokeIn: 'query',
    psuHeadersOnDelete: false,
    interfaceFilter: 'supportedInterfaces',
    importBody: ({ bankId, bankingInterface, ...rest }, callback) => ({
      bankId,
      interface: bankingInterface,
      ...rest,
      ...(callback && { multiStepAuthentication: callback }),
    }),
    updateBody: ({ bankConnectionId, bankingInterface, ...rest }, callback) => ({
      bankConnectionId,
      interface: bankingInterface,
      ...rest,
      ...(callback && { multiStepAuthentication: callback }),
    }),
  },
  v2: {
    basePath: '/api/v2',
    tokenPath: '/api/v2/oauth/token',
    revokePath: '/api/v2/oauth/revoke',
    revokeIn: 'form',
    psuHeadersOnDelete: true,
    interfaceFilter: 'supportedBankingInterfaces',
    importBody: (request, callback) => ({ ...request, ...(callback && { multiStepAuthentication: callback }) }),
    updateBody: (request, callback) => ({ ...request, ...(callback && { multiStepAuthentication: callback }) }),
  },
}
