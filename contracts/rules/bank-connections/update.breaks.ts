import type { Break } from '../../mutants/break.ts'
import { CONNECTION, changeKey, changeResponse, combine, letPass, TRANSACTIONS } from '../../mutants/interferences.ts'

const UPDATE = 'POST /bankConnections/update' as const

export const bankConnectionUpdateBreaks: readonly Break[] = [
  {
    wrong: 'an update responds with the status of an import',
    caughtBy: 'update.starts',
    make: () =>
      changeResponse(UPDATE, (response) => {
        if (response.status === 200) response.status = 201
      }),
  },
  {
    wrong: 'an update changes which accounts there are',
    caughtBy: 'update.starts',
    make: () => changeKey(UPDATE, 'accountIds', () => [1]),
  },
  {
    wrong: 'the result of an update is an error',
    caughtBy: 'update.becomes-ready',
    make: () => {
      let isUpdated = false
      return combine(
        changeResponse(UPDATE, () => {
          isUpdated = true
        }),
        changeKey(CONNECTION, 'result', (value) => (isUpdated ? 'INTERNAL_SERVER_ERROR' : value)),
      )
    },
  },
  {
    wrong: 'an update leaves accounts that were not downloaded',
    caughtBy: 'update.refreshes-accounts',
    make: () => {
      let isUpdated = false
      return combine(
        changeResponse(UPDATE, () => {
          isUpdated = true
        }),
        changeKey('GET /accounts', 'status', (value) => (isUpdated ? 'DOWNLOAD_FAILED' : value)),
      )
    },
  },
  {
    wrong: 'an update brings transactions twice',
    caughtBy: 'update.adds-nothing-twice',
    make: () => {
      let isUpdated = false
      return combine(
        changeResponse(UPDATE, () => {
          isUpdated = true
        }),
        changeKey(TRANSACTIONS, 'totalCount', (value) => (isUpdated ? Number(value) + 1 : value)),
      )
    },
  },
  {
    wrong: 'a busy connection is updated',
    caughtBy: 'update.locked-while-importing',
    make: () => letPass(UPDATE, 423, 200),
  },
  {
    wrong: 'a connection to update is looked for like a bank to import',
    caughtBy: 'update.unknown-connection',
    make: () => letPass(UPDATE, 404, 422),
  },
  {
    wrong: "another user's connection is updated",
    caughtBy: 'update.foreign-connection',
    make: () => letPass(UPDATE, 404, 200),
  },
  {
    wrong: 'an update without a connection is looked for',
    caughtBy: 'update.needs-a-connection',
    make: () => letPass(UPDATE, 400, 404),
  },
  {
    wrong: 'an update takes any credential',
    caughtBy: 'update.unknown-credential',
    make: () => letPass(UPDATE, 422, 200),
  },
  {
    wrong: 'an update needs no address to come back to',
    caughtBy: 'update.redirect-url',
    make: () => letPass(UPDATE, 422, 200),
  },
  {
    wrong: 'an update takes any hash',
    caughtBy: 'update.unknown-hash',
    make: () => letPass(UPDATE, 422, 200),
  },
]
