import type { Break } from '../../mutants/break.ts'
import {
  changeKey,
  changeRequestBody,
  changeResponse,
  changeResponseBody,
  changeValues,
  dropKeys,
  letPass,
  USERS,
} from '../../mutants/interferences.ts'

export const userCreationBreaks: readonly Break[] = [
  {
    wrong: 'every user without a password gets the same one',
    caughtBy: 'users.create-empty',
    make: () =>
      changeRequestBody(USERS, (body) => {
        body.password ??= 'the-same-for-all'
      }),
  },
  {
    wrong: 'the creation of a user responds with 200',
    caughtBy: 'users.create-empty',
    make: () =>
      changeResponse(USERS, (response) => {
        if (response.status === 201) response.status = 200
      }),
  },
  {
    wrong: 'the data of a new user is lost',
    caughtBy: 'users.create-with-data',
    make: () => dropKeys(USERS, 'email', 'phone'),
  },
  {
    wrong: 'data that a user does not have is left out in v1',
    caughtBy: 'users.unset-fields-are-null',
    versions: ['v1'],
    make: () => changeValues(USERS, (_, value) => (value === null ? undefined : value)),
  },
  {
    wrong: 'data that a user does not have is null in v2',
    caughtBy: 'users.unset-fields-are-absent',
    versions: ['v2'],
    make: () => changeResponseBody(USERS, (body) => ({ email: null, phone: null, ...body })),
  },
  {
    wrong: 'an id is given twice',
    caughtBy: 'users.duplicate',
    make: () => letPass(USERS, 422, 201, { id: 'twice', password: 'secret' }),
  },
  {
    wrong: 'a taken id is called an illegal one',
    caughtBy: 'users.duplicate',
    make: () => changeKey(USERS, 'code', () => 'ILLEGAL_FIELD_VALUE'),
  },
  {
    wrong: 'ids that differ in case are different users',
    caughtBy: 'users.ids-ignore-case',
    make: () =>
      changeRequestBody(USERS, (body) => {
        if (typeof body.id === 'string' && body.id !== body.id.toLowerCase()) body.id = `upper-${body.id.slice(6)}`
      }),
  },
  {
    wrong: 'a short password is accepted',
    caughtBy: 'users.short-password',
    make: () =>
      changeRequestBody(USERS, (body) => {
        if (typeof body.password === 'string') body.password = body.password.padEnd(6, '!')
      }),
  },
  {
    wrong: 'a long id is cut',
    caughtBy: 'users.long-id',
    make: () =>
      changeRequestBody(USERS, (body) => {
        if (typeof body.id === 'string') body.id = body.id.slice(0, 36)
      }),
  },
  {
    wrong: 'an id may hold anything',
    caughtBy: 'users.illegal-id',
    make: () =>
      changeRequestBody(USERS, (body) => {
        if (typeof body.id === 'string') body.id = body.id.replace(/[^\w.+@-]/g, '_')
      }),
  },
]
