import type { Break } from '../../mutants/break.ts'
import {
  BANKS,
  changeKey,
  changeResponse,
  changeStatus,
  combine,
  dropKeys,
  refuse,
  TOKEN,
} from '../../mutants/interferences.ts'

const BANK = 'GET /banks/{id}' as const

const clientTokenIsRefused = () => {
  const tokens = new Set<string>()
  return combine(
    changeResponse(TOKEN, ({ body }, request) => {
      const token = /"access_token":"([^"]+)"/.exec(body)?.[1]
      if (token && request.body.includes('grant_type=client_credentials')) tokens.add(`Bearer ${token}`)
    }),
    changeResponse(BANKS, (response, request) => {
      if (tokens.has(request.headers.authorization ?? '')) refuse(response, request, 403, 'UNAUTHORIZED_ACCESS')
    }),
  )
}

export const bankReadBreaks: readonly Break[] = [
  {
    wrong: 'a bank has another popularity when read alone',
    caughtBy: 'banks.read-one',
    make: () => changeKey(BANK, 'popularity', (value) => Number(value) + 1),
  },
  {
    wrong: 'a bank does not list its interfaces, which the API document excludes',
    caughtBy: 'shapes.getBank',
    after: ['banks.read-one'],
    make: () => dropKeys(BANK, 'interfaces'),
  },
  {
    wrong: 'an unknown bank is unprocessable',
    caughtBy: 'banks.unknown',
    make: () => changeStatus(BANK, 404, 422),
  },
  {
    wrong: 'no login field is secret',
    caughtBy: 'banks.demo-login-fields',
    make: () => changeKey(BANKS, 'isSecret', () => false),
  },
  {
    wrong: 'the demo banks are real ones',
    caughtBy: 'banks.demo-is-test-bank',
    make: () => changeKey(BANKS, 'isTestBank', () => false),
  },
  {
    wrong: 'a client token lists no banks in v1',
    caughtBy: 'banks.client-token',
    versions: ['v1'],
    make: clientTokenIsRefused,
  },
  {
    wrong: 'one unknown id spoils a list of banks',
    caughtBy: 'banks.several-by-path',
    versions: ['v1'],
    make: () =>
      changeResponse(BANK, (response, request) => {
        if (request.url.pathname.includes(',')) refuse(response, request, 404, 'UNKNOWN_ENTITY')
      }),
  },
  {
    wrong: 'a field of a bank changes its type',
    caughtBy: 'shapes.getAndSearchAllBanks',
    after: ['banks.default-page'],
    make: () => changeKey(BANKS, 'popularity', String),
  },
]
