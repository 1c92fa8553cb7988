import type { Break } from '../break.ts'
import {
  ANYTHING,
  changeAnswer,
  changeBody,
  changeHolders,
  changeKey,
  changeRequest,
  changeStatus,
  dropKeys,
  IMPORT,
  isAbout,
  refuse,
  USERS,
} from '../interferences.ts'

const errorBreaks: readonly Break[] = [
  {
    wrong: 'an error names another endpoint',
    caughtBy: 'errors.endpoint',
    make: () => changeKey(ANYTHING, 'endpoint', () => 'GET /'),
  },
  {
    wrong: 'an error does not say in whose context it happened',
    caughtBy: 'errors.auth-context',
    make: () => dropKeys(ANYTHING, 'authContext'),
  },
  {
    wrong: 'the date of an error is in UTC in v1',
    caughtBy: 'errors.date',
    versions: ['v1'],
    make: () => changeKey(ANYTHING, 'date', () => new Date().toISOString().replace('T', ' ').replace('Z', '')),
  },
  {
    wrong: 'the date of an error has no offset in v2',
    caughtBy: 'errors.date',
    versions: ['v2'],
    make: () => changeKey(ANYTHING, 'date', (date) => String(date).slice(0, 23)),
  },
  {
    wrong: 'the date of an error is in the form of the other version',
    caughtBy: 'errors.date',
    make: () =>
      changeKey(ANYTHING, 'date', (date) =>
        String(date).includes('T') ? '2024-01-15 12:00:00.000' : new Date().toISOString(),
      ),
  },
  {
    wrong: 'an error does not name the bank',
    caughtBy: 'errors.name-the-bank',
    make: () => changeKey(IMPORT, 'bank', () => undefined),
  },
  {
    wrong: 'every error names a bank',
    caughtBy: 'errors.name-the-bank',
    make: () => changeHolders('GET /accounts/{id}', 'errors', (body) => ({ ...body, bank: 'DEMO0001 - A bank' })),
  },
  {
    wrong: 'every error has a challenge in it',
    caughtBy: 'errors.plain-without-challenge',
    make: () => changeHolders(ANYTHING, 'code', (error) => ({ ...error, multiStepAuthentication: {} })),
  },
  {
    wrong: 'an error has no list of errors',
    caughtBy: 'accounts.unknown',
    make: () =>
      changeHolders('GET /accounts/{id}', 'errors', ({ errors, ...body }) => ({
        ...body,
        error: Array.isArray(errors) ? errors[0] : errors,
      })),
  },
  {
    wrong: 'an error has a code that only this server knows',
    caughtBy: 'transactions.unknown',
    make: () => changeKey('GET /transactions/{id}', 'code', () => 'NOT_FOUND'),
  },
  {
    wrong: 'an error has a type of its own, seen by the API document',
    caughtBy: 'shapes.getAccount',
    after: ['accounts.unknown'],
    make: () => changeKey('GET /accounts/{id}', 'type', () => 7),
  },
  {
    wrong: 'a path that does not exist is gone',
    caughtBy: 'errors.unmapped-path',
    make: () => changeStatus(ANYTHING, 404, 410),
  },
  {
    wrong: 'a wrong method is not found',
    caughtBy: 'errors.wrong-method',
    make: () => changeStatus(ANYTHING, 405, 404),
  },
  {
    wrong: 'broken JSON fails inside',
    caughtBy: 'errors.malformed-json',
    make: () => changeStatus(USERS, 400, 500),
  },
  {
    wrong: 'a body may call itself plain text',
    caughtBy: 'errors.wrong-content-type',
    make: () =>
      changeRequest(USERS, ({ headers }) => {
        headers['content-type'] = 'application/json'
      }),
  },
  {
    wrong: 'a field of the wrong type is ignored',
    caughtBy: 'errors.wrong-type',
    make: () =>
      changeBody(USERS, (body) => {
        if (typeof body.isAutoUpdateEnabled !== 'boolean') delete body.isAutoUpdateEnabled
      }),
  },
]

const headerBreaks: readonly Break[] = [
  {
    wrong: 'the request id is not echoed',
    caughtBy: 'headers.request-id-is-echoed',
    make: () =>
      changeAnswer(ANYTHING, ({ headers }) => {
        headers['x-request-id'] = 'always-the-same'
      }),
  },
  {
    wrong: 'the request id is missing in errors',
    caughtBy: 'headers.request-id-is-echoed',
    make: () => dropKeys(ANYTHING, 'requestId'),
  },
  {
    wrong: 'no request id is made up',
    caughtBy: 'headers.request-id-is-generated',
    make: () =>
      changeAnswer(ANYTHING, ({ headers }, request) => {
        if (!request.headers['x-request-id']) delete headers['x-request-id']
      }),
  },
  {
    wrong: 'every request without an id gets the same one',
    caughtBy: 'headers.request-id-is-generated',
    make: () =>
      changeRequest(ANYTHING, ({ headers }) => {
        headers['x-request-id'] ??= 'selfgen-0'
      }),
  },
  {
    wrong: 'a long request id is cut',
    caughtBy: 'headers.long-request-id',
    make: () =>
      changeRequest(ANYTHING, ({ headers }) => {
        const id = headers['x-request-id']
        if (id !== undefined) headers['x-request-id'] = id.slice(0, 255)
      }),
  },
  {
    wrong: 'answers call their JSON text',
    caughtBy: 'headers.json',
    make: () =>
      changeAnswer('GET /banks/{id}', ({ headers }) => {
        headers['content-type'] = 'text/plain'
      }),
  },
  {
    wrong: 'the method override is ignored',
    caughtBy: 'headers.method-override',
    make: () =>
      changeRequest(ANYTHING, ({ headers }) => {
        delete headers['x-http-method-override']
      }),
  },
  {
    wrong: 'an address of the person by IPv6 is refused',
    caughtBy: 'headers.psu-address',
    make: () =>
      changeAnswer(ANYTHING, (answer, request) => {
        if (isAbout(IMPORT)(request) && request.headers['psu-ip-address']?.includes(':'))
          refuse(answer, request, 400, 'BAD_REQUEST')
      }),
  },
]

export const formBreaks: readonly Break[] = [...errorBreaks, ...headerBreaks]
