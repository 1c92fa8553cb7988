import type { WireRequest } from '../define-operation.ts'
import type { TokenRequest } from './grant-token.ts'
import { type Revocation, readRevocationForm, readTokenForm } from './wire.ts'

export const readTokenRequest = ({ body }: WireRequest<'v2', 'getToken'>): TokenRequest => readTokenForm(body)

export const readRevocation = ({ body }: WireRequest<'v2', 'revokeToken'>): Revocation => readRevocationForm(body)
