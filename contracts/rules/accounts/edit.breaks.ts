import type { Break } from '../../mutants/break.ts'
import {
  ACCOUNTS,
  changeKey,
  changeRequestBody,
  changeStatus,
  EDIT_ACCOUNT,
  letPass,
  pretend,
} from '../../mutants/interferences.ts'

export const accountEditBreaks: readonly Break[] = [
  {
    wrong: 'the accounts of an import are known already',
    caughtBy: 'accounts.new-after-import',
    make: () => changeKey(ACCOUNTS, 'isNew', () => false),
  },
  {
    wrong: 'the name of an edited account stays',
    caughtBy: 'accounts.edit-name',
    make: () =>
      changeRequestBody(EDIT_ACCOUNT, (body) => {
        if ('accountName' in body) body.accountName = 'Girokonto'
      }),
  },
  {
    wrong: 'an account that gets a name is no longer new',
    caughtBy: 'accounts.edit-name',
    make: () =>
      changeRequestBody(EDIT_ACCOUNT, (body) => {
        if ('accountName' in body) body.isNew = false
      }),
  },
  {
    wrong: 'the new name of an account is not stored',
    caughtBy: 'accounts.edit-name',
    make: () => changeKey('GET /accounts/{id}', 'accountName', () => 'Girokonto'),
  },
  {
    wrong: 'the response to an edit has no account, which the API document excludes',
    caughtBy: 'shapes.editAccount',
    after: ['accounts.edit-needs-a-field'],
    make: () => pretend(EDIT_ACCOUNT),
  },
  {
    wrong: 'the type of an edited account stays',
    caughtBy: 'accounts.edit-type',
    make: () =>
      changeRequestBody(EDIT_ACCOUNT, (body) => {
        if (!('accountType' in body)) return
        delete body.accountType
        body.isNew = true
      }),
  },
  {
    wrong: 'an account stays new',
    caughtBy: 'accounts.edit-is-new',
    make: () =>
      changeRequestBody(EDIT_ACCOUNT, (body) => {
        if ('isNew' in body) body.isNew = true
      }),
  },
  {
    wrong: 'an account is new again when it is read',
    caughtBy: 'accounts.edit-is-new',
    make: () => changeKey('GET /accounts/{id}', 'isNew', () => true),
  },
  {
    wrong: 'an edit of nothing is accepted',
    caughtBy: 'accounts.edit-needs-a-field',
    make: () => letPass(EDIT_ACCOUNT, 400, 200),
  },
  {
    wrong: 'an edit of nothing has an illegal value',
    caughtBy: 'accounts.edit-needs-a-field',
    make: () => changeKey(EDIT_ACCOUNT, 'code', (code) => (code === 'MISSING_FIELD' ? 'ILLEGAL_FIELD_VALUE' : code)),
  },
  {
    wrong: 'an edit of an unknown account is unprocessable',
    caughtBy: 'accounts.edit-unknown',
    make: () => changeStatus(EDIT_ACCOUNT, 404, 422),
  },
  {
    wrong: 'an account is edited during its import',
    caughtBy: 'accounts.edit-locked',
    make: () => letPass(EDIT_ACCOUNT, 423, 200),
  },
]
