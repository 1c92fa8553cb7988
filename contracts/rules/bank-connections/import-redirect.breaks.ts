import type { Break } from '../../mutants/break.ts'
import { ANYTHING, changeKey, changeResponse, dropKeys, IMPORT, refuse } from '../../mutants/interferences.ts'
import type { Interference } from '../../mutants/proxy.ts'

/** Changes the return URL that the bank redirects to. */
const changeReturn = (change: (location: string) => string): Interference =>
  changeResponse(ANYTHING, ({ headers }) => {
    if (headers.location) headers.location = change(headers.location)
  })

export const importRedirectBreaks: readonly Break[] = [
  {
    wrong: 'a redirect names no page to visit',
    caughtBy: 'redirect.asks-to-visit-the-bank',
    make: () => dropKeys(IMPORT, 'redirectUrl'),
  },
  {
    wrong: 'the page to visit is a path without a host',
    caughtBy: 'redirect.asks-to-visit-the-bank',
    make: () => changeKey(IMPORT, 'redirectUrl', (url) => (url ? new URL(String(url)).pathname : url)),
  },
  {
    wrong: 'a redirect does not say where the context will be',
    caughtBy: 'redirect.asks-to-visit-the-bank',
    make: () => dropKeys(IMPORT, 'redirectContextField'),
  },
  {
    wrong: 'the state is not returned by the bank',
    caughtBy: 'redirect.returns-state',
    make: () => changeReturn((location) => location.replace(/state=[^&]*&?/, '')),
  },
  {
    wrong: 'the bank returns with another state than announced',
    caughtBy: 'redirect.returns-state',
    make: () => changeKey(IMPORT, 'redirectContext', (context) => (context ? `${context}-not` : context)),
  },
  {
    wrong: 'an approved visit is refused',
    caughtBy: 'redirect.approved',
    make: () =>
      changeResponse(IMPORT, (response, request) => {
        if (response.status === 201) refuse(response, request, 422, 'BANK_SERVER_REJECTION')
      }),
  },
  {
    wrong: "the return URL's own query is lost",
    caughtBy: 'redirect.keeps-the-return-query',
    make: () => changeReturn((location) => location.replace(/session=[^&]*&?/, '')),
  },
  {
    wrong: 'the redirect bank knows no login without SCA',
    caughtBy: 'redirect.without-sca',
    make: () =>
      changeResponse(IMPORT, (response, request) => {
        if (response.status === 201) refuse(response, request, 422, 'BANK_SERVER_REJECTION')
      }),
  },
  {
    wrong: 'an import by the redirect approach finds no accounts',
    caughtBy: 'redirect.data-arrives',
    make: () => changeKey('GET /accounts', 'accounts', () => []),
  },
]
