import type { Break } from '../../mutants/break.ts'
import {
  ANYTHING,
  changeKey,
  changeObjects,
  changeRequest,
  changeRequestBody,
  changeStatus,
  dropKeys,
  IMPORT,
  USERS,
} from '../../mutants/interferences.ts'

export const errorBreaks: readonly Break[] = [
  {
    wrong: 'an error names another endpoint',
    caughtBy: 'errors.endpoint',
    make: () => changeKey(ANYTHING, 'endpoint', () => 'GET /'),
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
    wrong: 'an error does not say in whose context it happened',
    caughtBy: 'errors.auth-context',
    make: () => dropKeys(ANYTHING, 'authContext'),
  },
  {
    wrong: 'every error has a challenge in it',
    caughtBy: 'errors.plain-without-challenge',
    make: () => changeObjects(ANYTHING, 'code', (error) => ({ ...error, multiStepAuthentication: {} })),
  },
  {
    wrong: 'an error does not name the bank',
    caughtBy: 'errors.name-the-bank',
    make: () => changeKey(IMPORT, 'bank', () => undefined),
  },
  {
    wrong: 'every error names a bank',
    caughtBy: 'errors.name-the-bank',
    make: () => changeObjects('GET /accounts/{id}', 'errors', (body) => ({ ...body, bank: 'DEMO0001 - A bank' })),
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
      changeRequestBody(USERS, (body) => {
        if (typeof body.isAutoUpdateEnabled !== 'boolean') delete body.isAutoUpdateEnabled
      }),
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
]
