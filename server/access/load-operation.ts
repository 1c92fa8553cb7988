import type { Operation } from './define-operation.ts'

/** The operations of each tag, loaded on first use so that the server starts as fast with any number of them. */
const tags: Readonly<Record<string, () => Promise<readonly Operation[]>>> = {
  accounts: async () => (await import('./accounts/operations.ts')).accountOperations,
  authorization: async () => (await import('./authorization/operations.ts')).authorizationOperations,
  'bank-connections': async () => (await import('./bank-connections/operations.ts')).bankConnectionOperations,
  banks: async () => (await import('./banks/operations.ts')).bankOperations,
  'mandator-administration': async () =>
    (await import('./mandator-administration/operations.ts')).mandatorAdministrationOperations,
  'pending-transactions': async () =>
    (await import('./pending-transactions/operations.ts')).pendingTransactionOperations,
  transactions: async () => (await import('./transactions/operations.ts')).transactionOperations,
  users: async () => (await import('./users/operations.ts')).userOperations,
}

/** Returns an operation; undefined if its tag's folder does not define it. */
export const loadOperation = async (tag: string, id: string): Promise<Operation | undefined> =>
  (await tags[tag]?.())?.find((operation) => operation.id === id)
