import { defineOperation } from '../define-operation.ts'
import { assertVersion, authenticateClient } from './authenticate.ts'
import { requestToken, type TokenRequest } from './grant-token.ts'
import { revokeToken } from './revoke-token.ts'
import * as v1 from './v1.ts'
import * as v2 from './v2.ts'
import { type Revocation, writeToken } from './wire.ts'

export const authorizationOperations = [
  defineOperation('getToken', {
    issuesSecrets: true,
    read: { v1: v1.readTokenRequest, v2: v2.readTokenRequest },
    run: ({ world, version }, request: TokenRequest) => {
      // Refusing is an assumption: no source says whether a bound client may get tokens of the other version.
      assertVersion(authenticateClient(world, request.clientId, request.clientSecret).boundTo, version)
      return requestToken(world, request)
    },
    write: { v1: writeToken, v2: writeToken },
  }),

  defineOperation('revokeToken', {
    read: { v1: v1.readRevocation, v2: v2.readRevocation },
    run: ({ world }, { token, hint }: Revocation) => revokeToken(world, token, hint),
  }),
]
