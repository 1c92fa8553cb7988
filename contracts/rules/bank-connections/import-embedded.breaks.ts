import type { Break } from '../../mutants/break.ts'
import { UNKNOWN_HASH } from '../../mutants/import-interferences.ts'
import { changeKey, changeObjects, changeResponse, changeStatus, IMPORT, refuse } from '../../mutants/interferences.ts'

export const importEmbeddedBreaks: readonly Break[] = [
  {
    wrong: "the error has another text than the bank's challenge",
    caughtBy: 'embedded.message-is-the-challenge',
    make: () => changeKey(IMPORT, 'message', () => 'Please authenticate'),
  },
  {
    wrong: 'a finished import responds with 200',
    caughtBy: 'embedded.right-tan',
    make: () => changeStatus(IMPORT, 201, 200),
  },
  {
    wrong: 'a connection names another bank',
    caughtBy: 'embedded.right-tan',
    make: () => changeObjects(IMPORT, 'blz', (bank) => ({ ...bank, id: 1 })),
  },
  {
    wrong: 'the login without SCA requires SCA',
    caughtBy: 'embedded.without-sca',
    make: () =>
      changeResponse(IMPORT, (response, request) => {
        if (response.status === 201) refuse(response, request, 510, 'ADDITIONAL_AUTHENTICATION_REQUIRED')
      }),
  },
  {
    wrong: 'every flow has the same hash',
    caughtBy: 'embedded.own-hash',
    make: () => changeKey(IMPORT, 'hash', () => UNKNOWN_HASH),
  },
  {
    wrong: 'an import by the embedded approach finds no accounts',
    caughtBy: 'embedded.data-arrives',
    make: () => changeKey('GET /accounts', 'accounts', () => []),
  },
  {
    wrong: 'the login of the import guide is unknown',
    caughtBy: 'embedded.guide-login',
    make: () =>
      changeResponse(IMPORT, (response, request) => {
        if (request.body.includes('"value":"123456"')) refuse(response, request, 422, 'BANK_SERVER_REJECTION')
      }),
  },
  {
    wrong: 'a finished import responds with an undocumented status',
    caughtBy: 'shapes.importBankConnection',
    after: ['embedded.guide-login'],
    make: () => changeStatus(IMPORT, 201, 202),
  },
]
