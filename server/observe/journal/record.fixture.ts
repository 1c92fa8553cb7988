import type { RecordedExchange } from './entry.ts'

/** Returns a recorded exchange for tests of event subscribers. */
export const recordOf = (changes: Partial<RecordedExchange> = {}): Omit<RecordedExchange, 'id'> => ({
  at: 0,
  milliseconds: 0,
  facts: {},
  requestId: 'request',
  version: 'v2',
  operation: 'getBank',
  method: 'GET',
  path: '/api/v2/banks/1',
  query: undefined,
  clientId: undefined,
  userId: undefined,
  request: { headers: {}, body: undefined, size: 0 },
  response: { status: 200, headers: {}, text: '', size: 0, isWhole: true, cut: undefined },
  errorCodes: [],
  hashes: [],
  explanation: undefined,
  refusedBy: undefined,
  fault: undefined,
  ...changes,
})
