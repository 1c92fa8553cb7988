import type { Break } from '../break.ts'
import {
  ANYTHING,
  changeAnswer,
  changeBody,
  changeKey,
  changeReply,
  dropKeys,
  IMPORT,
  letPass,
  refuse,
  together,
} from '../interferences.ts'
import type { Interference } from '../proxy.ts'

/** Changes the address to which the bank sends a person back. */
const changeReturn = (change: (location: string) => string): Interference =>
  changeAnswer(ANYTHING, ({ headers }) => {
    if (headers.location) headers.location = change(headers.location)
  })

const CONTEXT = /"redirectContext":"([^"]+)"/

/** Replaces a part of the callback by what belongs to the flow, whatever the client sent. */
const repairCallback = (name: 'state' | 'code', belonging: (hash: string) => string | undefined): Interference =>
  changeReply((reply) => {
    if (typeof reply.redirectCallback !== 'string') return
    const callback = new URLSearchParams(reply.redirectCallback)
    callback.set(name, belonging(String(reply.hash)) ?? '')
    reply.redirectCallback = callback.toString()
  })

const rememberContexts = (contexts: Map<string, string>): Interference =>
  changeAnswer(IMPORT, ({ body }) => {
    const hash = /"hash":"([^"]+)"/.exec(body)?.[1]
    const context = CONTEXT.exec(body)?.[1]
    if (hash && context) contexts.set(hash, context)
  })

export const redirectBreaks: readonly Break[] = [
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
    wrong: "the return URL's own query is lost",
    caughtBy: 'redirect.keeps-the-return-query',
    make: () => changeReturn((location) => location.replace(/session=[^&]*&?/, '')),
  },
  {
    wrong: 'an approved visit is refused',
    caughtBy: 'redirect.approved',
    make: () =>
      changeAnswer(IMPORT, (answer, request) => {
        if (answer.status === 201) refuse(answer, request, 422, 'BANK_SERVER_REJECTION')
      }),
  },
  {
    wrong: 'a cancelled visit imports all the same',
    caughtBy: 'redirect.cancelled',
    make: () => letPass(IMPORT, 422, 201),
  },
  {
    wrong: 'a cancelled visit is called a missing challenge',
    caughtBy: 'redirect.cancelled',
    make: () =>
      changeKey(IMPORT, 'code', (code) => (code === 'BANK_SERVER_REJECTION' ? 'NO_EXISTING_CHALLENGE' : code)),
  },
  {
    wrong: 'a redirect needs no return URL',
    caughtBy: 'redirect.needs-return-url',
    make: () =>
      changeBody(IMPORT, (body) => {
        body.redirectUrl ??= 'https://example.com/'
      }),
  },
  {
    wrong: 'the context of a callback is not compared',
    caughtBy: 'redirect.foreign-context',
    make: () => {
      const contexts = new Map<string, string>()
      return together(
        repairCallback('state', (hash) => contexts.get(hash)),
        rememberContexts(contexts),
      )
    },
  },
  {
    wrong: 'the code of a callback is not compared',
    caughtBy: 'redirect.wrong-code',
    make: () => {
      const contexts = new Map<string, string>()
      const codes = new Map<string, string>()
      return together(
        repairCallback('code', (hash) => codes.get(contexts.get(hash) ?? '')),
        rememberContexts(contexts),
        changeAnswer(ANYTHING, ({ headers }) => {
          if (!headers.location || !URL.canParse(headers.location)) return
          const { searchParams } = new URL(headers.location)
          codes.set(searchParams.get('state') ?? '', searchParams.get('code') ?? '')
        }),
      )
    },
  },
  {
    wrong: 'a callback that no visit produced is good',
    caughtBy: 'redirect.invented-callback',
    make: () => letPass(IMPORT, 422, 201),
  },
  {
    wrong: 'a callback is good for two imports',
    caughtBy: 'redirect.used-callback',
    make: () => letPass(IMPORT, 422, 201),
  },
  {
    wrong: 'the redirect bank knows no login without a second factor',
    caughtBy: 'redirect.without-sca',
    make: () =>
      changeAnswer(IMPORT, (answer, request) => {
        if (answer.status === 201) refuse(answer, request, 422, 'BANK_SERVER_REJECTION')
      }),
  },
  {
    wrong: 'an import by the redirect approach finds no accounts',
    caughtBy: 'redirect.data-arrives',
    make: () => changeKey('GET /accounts', 'accounts', () => []),
  },
]
