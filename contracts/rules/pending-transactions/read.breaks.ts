import type { Break } from '../../mutants/break.ts'
import { changeKey, changeStatus, PENDING } from '../../mutants/interferences.ts'

const PENDING_ONE = 'GET /pendingTransactions/{id}' as const

export const pendingTransactionReadBreaks: readonly Break[] = [
  {
    wrong: 'a new user has pending transactions',
    caughtBy: 'pending.none-yet',
    versions: ['v2'],
    make: () => changeKey(PENDING, 'pendingTransactions', () => [{ id: 1 }]),
  },
  {
    wrong: 'the number of pending transactions is wrong',
    caughtBy: 'pending.list',
    versions: ['v2'],
    make: () => changeKey(PENDING, 'totalCount', (count) => Number(count) + 1),
  },
  {
    wrong: 'pending transactions belong to unknown accounts',
    caughtBy: 'pending.list',
    versions: ['v2'],
    make: () => changeKey(PENDING, 'accountId', () => 1),
  },
  {
    wrong: 'a pending transaction has the names of a booked one, which the API document excludes',
    caughtBy: 'shapes.getAndSearchAllPendingTransactions',
    after: ['pending.list'],
    versions: ['v2'],
    make: () => changeKey(PENDING, 'amount', () => undefined),
  },
  {
    wrong: 'a pending transaction has another amount when read alone',
    caughtBy: 'pending.read-one',
    versions: ['v2'],
    make: () => changeKey(PENDING_ONE, 'amount', (value) => -Number(value)),
  },
  {
    wrong: 'an unknown pending transaction is a bad request',
    caughtBy: 'pending.unknown',
    versions: ['v2'],
    make: () => changeStatus(PENDING_ONE, 404, 400),
  },
]
