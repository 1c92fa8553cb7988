import type { ExchangeEvent, RecordedExchange } from './entry.ts'

/** Returns a finished exchange for tests of event subscribers; `text` is the body of its response. */
export const exchangeOf = (changes: Partial<RecordedExchange> = {}, text = ''): ExchangeEvent => ({
  record: recordOf(changes),
  texts: { rawHeaders: [], request: undefined, response: { text, size: text.length, isWhole: true } },
  challengeType: undefined,
  listedBanks: [],
})

const recordOf = (changes: Partial<RecordedExchange>): RecordedExchange => ({
  id: 0,
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
  status: 200,
  responseHeaders: {},
  cut: undefined,
  errorCodes: [],
  flowHash: undefined,
  sentHash: undefined,
  challenge: undefined,
  stage: 'handler',
  refusal: undefined,
  baseUrl: 'http://localhost',
  language: 'de',
  isPublicField: () => false,
  explanation: undefined,
  fault: undefined,
  ...changes,
})
