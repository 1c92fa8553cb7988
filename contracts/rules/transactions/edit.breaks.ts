import type { Break } from '../../mutants/break.ts'
import {
  changeKey,
  changeQuery,
  changeRequestBody,
  changeResponse,
  combine,
  EDIT_TRANSACTION,
  EDIT_TRANSACTIONS,
  letPass,
  TRANSACTIONS,
} from '../../mutants/interferences.ts'
import { isRecord, parsed } from '../../mutants/json.ts'

/** Changes the status of a refused edit whose request has a field. */
const changeRefusal = (field: string, from: number, to: number) =>
  changeResponse(EDIT_TRANSACTION, (response, { body }) => {
    if (response.status === from && body.includes(`"${field}"`)) response.status = to
  })

export const transactionEditBreaks: readonly Break[] = [
  {
    wrong: 'the transactions of an import are known already',
    caughtBy: 'transactions.new-after-import',
    make: () =>
      combine(
        changeKey(TRANSACTIONS, 'isNew', (isNew) => !isNew),
        changeQuery(TRANSACTIONS, 'isNew', (isNew) => String(isNew === 'false')),
      ),
  },
  {
    wrong: 'a transaction stays new',
    caughtBy: 'transactions.edit-is-new',
    make: () =>
      changeRequestBody(EDIT_TRANSACTION, (body) => {
        if ('isNew' in body) body.isNew = true
      }),
  },
  {
    wrong: 'a transaction that is edited loses its category',
    caughtBy: 'transactions.edit-is-new',
    make: () =>
      changeRequestBody(EDIT_TRANSACTION, (body) => {
        if ('isNew' in body) body.categoryId ??= 0
      }),
  },
  {
    wrong: 'an edited transaction is new again when it is read',
    caughtBy: 'transactions.edit-is-new',
    make: () => changeKey('GET /transactions/{id}', 'isNew', () => true),
  },
  {
    wrong: 'the amount of an edited transaction is text, which the API document excludes',
    caughtBy: 'shapes.editTransaction',
    after: ['transactions.edit-labels'],
    make: () => changeKey(EDIT_TRANSACTION, 'amount', String),
  },
  {
    wrong: 'the category of a transaction stays',
    caughtBy: 'transactions.edit-category',
    make: () =>
      changeRequestBody(EDIT_TRANSACTION, (body) => {
        if (!body.categoryId) return
        delete body.categoryId
        body.labelIds = []
      }),
  },
  {
    wrong: 'the category 0 changes nothing',
    caughtBy: 'transactions.edit-category',
    make: () =>
      changeRequestBody(EDIT_TRANSACTION, (body) => {
        if (body.categoryId !== 0) return
        delete body.categoryId
        body.labelIds = []
      }),
  },
  {
    wrong: 'an empty list of labels leaves one',
    caughtBy: 'transactions.edit-labels',
    make: () =>
      changeResponse(EDIT_TRANSACTION, (response, request) => {
        const body = parsed(response.body)
        if (!request.body.includes('"labelIds":[]') || !isRecord(body)) return
        response.body = JSON.stringify({ ...body, labels: [{ id: 1, name: 'Household' }] })
      }),
  },
  {
    wrong: 'a client declares a transaction a potential duplicate',
    caughtBy: 'transactions.edit-duplicate',
    make: () => letPass(EDIT_TRANSACTION, 422, 200),
  },
  {
    wrong: 'an unknown category is unprocessable',
    caughtBy: 'transactions.edit-unknown-reference',
    make: () => changeRefusal('categoryId', 404, 422),
  },
  {
    wrong: 'an unknown label is passed over',
    caughtBy: 'transactions.edit-unknown-reference',
    make: () =>
      changeRequestBody(EDIT_TRANSACTION, (body) => {
        if (Array.isArray(body.labelIds) && body.labelIds.length > 0) body.labelIds = []
      }),
  },
  {
    wrong: 'an edit of an unknown transaction is unprocessable',
    caughtBy: 'transactions.edit-unknown',
    make: () => changeRefusal('isNew', 404, 422),
  },
  {
    wrong: 'an edit lists every transaction that it named',
    caughtBy: 'transactions.edit-several',
    make: () =>
      changeResponse(EDIT_TRANSACTIONS, (response, request) => {
        const body = parsed(request.body)
        if (response.status === 200 && isRecord(body) && Array.isArray(body.ids))
          response.body = JSON.stringify({ identifiers: body.ids })
      }),
  },
  {
    wrong: 'only the first of several transactions is edited',
    caughtBy: 'transactions.edit-several',
    make: () =>
      changeRequestBody(EDIT_TRANSACTIONS, (body) => {
        if (Array.isArray(body.ids)) body.ids = body.ids.slice(0, 1)
      }),
  },
  {
    wrong: 'the ids of edited transactions are text, which the API document excludes',
    caughtBy: 'shapes.editMultipleTransactions',
    after: ['transactions.edit-of-accounts'],
    make: () => changeKey(EDIT_TRANSACTIONS, 'identifiers', (ids) => (Array.isArray(ids) ? ids.map(String) : ids)),
  },
  {
    wrong: 'an edit regards all accounts, whatever the request names',
    caughtBy: 'transactions.edit-of-accounts',
    make: () =>
      changeRequestBody(EDIT_TRANSACTIONS, (body) => {
        delete body.accountIds
      }),
  },
  {
    wrong: 'all transactions get a category or labels at once',
    caughtBy: 'transactions.edit-needs-ids',
    make: () =>
      changeRequestBody(EDIT_TRANSACTIONS, (body) => {
        if ('categoryId' in body || 'labelIds' in body) body.ids ??= []
      }),
  },
  {
    wrong: 'a missing list of ids is unprocessable',
    caughtBy: 'transactions.edit-needs-ids',
    make: () =>
      changeResponse(EDIT_TRANSACTIONS, (response, { body }) => {
        if (!body.includes('"ids"') && response.status === 400) response.status = 422
      }),
  },
  {
    wrong: 'an edit takes any number of ids',
    caughtBy: 'transactions.edit-too-many',
    make: () =>
      changeRequestBody(EDIT_TRANSACTIONS, (body) => {
        if (Array.isArray(body.ids)) body.ids = body.ids.slice(0, 100)
      }),
  },
  {
    wrong: 'too many ids are an illegal value',
    caughtBy: 'transactions.edit-too-many',
    make: () =>
      changeKey(EDIT_TRANSACTIONS, 'code', (code) => (code === 'TOO_MANY_IDS' ? 'ILLEGAL_FIELD_VALUE' : code)),
  },
]
