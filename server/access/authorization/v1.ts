import type { WireRequest } from '../define-operation.ts'
import type { TokenRequest } from './grant-token.ts'
import { type Revocation, readRevocationForm, readTokenForm } from './wire.ts'

export const readTokenRequest = ({ body }: WireRequest<'v1', 'getToken'>): TokenRequest => readTokenForm(body)

/** Reads a revocation from the query, where v1 has it. */
export const readRevocation = ({ query }: WireRequest<'v1', 'revokeToken'>): Revocation => readRevocationForm(query)
