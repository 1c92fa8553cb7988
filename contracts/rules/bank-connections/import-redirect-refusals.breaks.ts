import type { Break } from '../../mutants/break.ts'
import { changeReply } from '../../mutants/import-interferences.ts'
import {
  ANYTHING,
  changeKey,
  changeRequestBody,
  changeResponse,
  combine,
  IMPORT,
  letPass,
} from '../../mutants/interferences.ts'
import type { Interference } from '../../mutants/proxy.ts'

const CONTEXT = /"redirectContext":"([^"]+)"/

/** Replaces a parameter of the callback by the right value for the flow. */
const repairCallback = (name: 'state' | 'code', belonging: (hash: string) => string | undefined): Interference =>
  changeReply((reply) => {
    if (typeof reply.redirectCallback !== 'string') return
    const callback = new URLSearchParams(reply.redirectCallback)
    callback.set(name, belonging(String(reply.hash)) ?? '')
    reply.redirectCallback = callback.toString()
  })

const rememberContexts = (contexts: Map<string, string>): Interference =>
  changeResponse(IMPORT, ({ body }) => {
    const hash = /"hash":"([^"]+)"/.exec(body)?.[1]
    const context = CONTEXT.exec(body)?.[1]
    if (hash && context) contexts.set(hash, context)
  })

export const importRedirectRefusalBreaks: readonly Break[] = [
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
      changeRequestBody(IMPORT, (body) => {
        body.redirectUrl ??= 'https://example.com/'
      }),
  },
  {
    wrong: 'the context of a callback is not compared',
    caughtBy: 'redirect.foreign-context',
    make: () => {
      const contexts = new Map<string, string>()
      return combine(
        repairCallback('state', (hash) => contexts.get(hash)),
        rememberContexts(contexts),
      )
    },
  },
  {
    wrong: 'a callback without a visit is accepted',
    caughtBy: 'redirect.invented-callback',
    make: () => letPass(IMPORT, 422, 201),
  },
  {
    wrong: 'the code of a callback is not compared',
    caughtBy: 'redirect.wrong-code',
    make: () => {
      const contexts = new Map<string, string>()
      const codes = new Map<string, string>()
      return combine(
        repairCallback('code', (hash) => codes.get(contexts.get(hash) ?? '')),
        rememberContexts(contexts),
        changeResponse(ANYTHING, ({ headers }) => {
          if (!headers.location || !URL.canParse(headers.location)) return
          const { searchParams } = new URL(headers.location)
          codes.set(searchParams.get('state') ?? '', searchParams.get('code') ?? '')
        }),
      )
    },
  },
  {
    wrong: 'a callback is valid for two imports',
    caughtBy: 'redirect.used-callback',
    make: () => letPass(IMPORT, 422, 201),
  },
]
