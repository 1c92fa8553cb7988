import type { Break } from '../../mutants/break.ts'
import {
  ACCOUNTS,
  CONNECTION,
  changeKey,
  changeResponse,
  changeStatus,
  DELETE_CONNECTION,
  IMPORT,
  letPass,
} from '../../mutants/interferences.ts'

export const lifeCycleBreaks: readonly Break[] = [
  {
    wrong: 'updateStatus is stuck',
    caughtBy: 'life-cycle.update-status',
    make: () => changeKey(CONNECTION, 'updateStatus', () => 'IN_PROGRESS'),
  },
  {
    wrong: 'updateStatus has words of its own',
    caughtBy: 'life-cycle.update-status',
    make: () => changeKey(IMPORT, 'updateStatus', () => 'DOWNLOADING'),
  },
  {
    wrong: 'categorizationStatus is stuck',
    caughtBy: 'life-cycle.categorization-status',
    make: () => changeKey(CONNECTION, 'categorizationStatus', () => 'PENDING'),
  },
  {
    wrong: 'the categorisation is in progress before it is pending',
    caughtBy: 'life-cycle.categorization-status',
    make: () => {
      const looks = new Map<string, number>()
      return changeResponse(CONNECTION, (response, { headers }) => {
        if (!response.body.includes('"updateStatus":"READY"')) return
        const look = looks.get(headers.authorization ?? '') ?? 0
        looks.set(headers.authorization ?? '', look + 1)
        const status = ['IN_PROGRESS', 'PENDING'][look]
        if (status) response.body = response.body.replace(/("categorizationStatus":)"\w+"/, `$1"${status}"`)
      })
    },
  },
  {
    wrong: 'updateStatus goes back',
    caughtBy: 'life-cycle.stays-ready',
    make: () => {
      let ready = 0
      return changeKey(CONNECTION, 'updateStatus', (value) => {
        if (value === 'READY') ready += 1
        return ready > 2 && ready % 2 === 1 ? 'IN_PROGRESS' : value
      })
    },
  },
  {
    wrong: 'the response to an import lists no accounts',
    caughtBy: 'life-cycle.accounts-at-once',
    make: () => changeKey(IMPORT, 'accountIds', () => []),
  },
  {
    wrong: 'the status of accounts is stuck',
    caughtBy: 'life-cycle.account-status',
    make: () => changeKey(ACCOUNTS, 'status', () => 'DOWNLOAD_IN_PROGRESS'),
  },
  {
    wrong: 'the result of a good import is an error',
    caughtBy: 'life-cycle.update-result',
    make: () => changeKey(CONNECTION, 'result', () => 'BANK_SERVER_REJECTION'),
  },
  {
    wrong: 'the result of an import is not kept',
    caughtBy: 'life-cycle.update-result',
    make: () => changeKey(CONNECTION, 'lastManualUpdate', () => null),
  },
  {
    wrong: 'the time of an import is in UTC in v1',
    caughtBy: 'life-cycle.update-result',
    versions: ['v1'],
    make: () => changeKey(CONNECTION, 'timestamp', () => new Date().toISOString().replace('T', ' ').replace('Z', '')),
  },
  {
    wrong: 'the time of an import has no offset in v2',
    caughtBy: 'life-cycle.update-result',
    versions: ['v2'],
    make: () => changeKey(CONNECTION, 'timestamp', (value) => String(value).slice(0, -'+01:00'.length)),
  },
  {
    wrong: 'a ready connection has no balances',
    caughtBy: 'life-cycle.transactions-arrive',
    make: () => changeKey(ACCOUNTS, 'balance', () => null),
  },
  {
    wrong: 'a busy connection is deleted',
    caughtBy: 'life-cycle.locked-connection',
    make: () => letPass(DELETE_CONNECTION, 423, 200),
  },
  {
    wrong: 'a busy user is deleted',
    caughtBy: 'life-cycle.locked-user',
    make: () => changeStatus('DELETE /users', 423, 200),
  },
  {
    wrong: 'a busy user is a conflict',
    caughtBy: 'life-cycle.locked-user',
    make: () => changeStatus('DELETE /users', 423, 409),
  },
]
