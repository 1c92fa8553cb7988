import type { Break } from '../../mutants/break.ts'
import { changeKey, changeRequestBody, changeStatus, IMPORT } from '../../mutants/interferences.ts'
import { isRecord } from '../../mutants/json.ts'

export const importCredentialBreaks: readonly Break[] = [
  {
    wrong: 'the PIN is not compared',
    caughtBy: 'import.wrong-login',
    make: () =>
      changeRequestBody(IMPORT, (body) => {
        if (!Array.isArray(body.loginCredentials)) return
        body.loginCredentials = body.loginCredentials.map((one: unknown) => ({
          ...(isRecord(one) ? one : {}),
          value: 'demo',
        }))
      }),
  },
  {
    wrong: 'a wrong PIN is an error for developers',
    caughtBy: 'import.wrong-login',
    make: () => changeKey(IMPORT, 'type', () => 'TECHNICAL'),
  },
  {
    wrong: 'a wrong PIN is a 401 like a wrong token',
    caughtBy: 'import.wrong-login',
    make: () => changeStatus(IMPORT, 422, 401),
  },
  {
    wrong: 'an import needs no credentials',
    caughtBy: 'import.without-credentials',
    make: () =>
      changeRequestBody(IMPORT, (body) => {
        body.loginCredentials ??= [
          { label: 'Onlinebanking-ID', value: 'demo' },
          { label: 'PIN', value: 'demo' },
        ]
      }),
  },
  {
    wrong: 'an import needs no secret',
    caughtBy: 'import.without-secret',
    make: () =>
      changeRequestBody(IMPORT, (body) => {
        if (Array.isArray(body.loginCredentials) && body.loginCredentials.length === 1)
          body.loginCredentials = [...body.loginCredentials, { label: 'PIN', value: 'demo' }]
      }),
  },
  {
    wrong: 'unknown credentials are ignored',
    caughtBy: 'import.unknown-credential',
    make: () =>
      changeRequestBody(IMPORT, (body) => {
        if (Array.isArray(body.loginCredentials)) body.loginCredentials = body.loginCredentials.slice(0, 2)
      }),
  },
]
