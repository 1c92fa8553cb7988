import type { Break } from '../../mutants/break.ts'
import {
  changeChallenge,
  changeReply,
  readReply,
  rememberHashes,
  UNKNOWN_HASH,
} from '../../mutants/import-interferences.ts'
import { changeKey, combine, IMPORT, isRoute, refuse } from '../../mutants/interferences.ts'
import type { ProxiedResponse } from '../../mutants/proxy.ts'

export const importDecoupledBreaks: readonly Break[] = [
  {
    wrong: 'the decoupled approach begins in progress',
    caughtBy: 'decoupled.asks-to-approve-elsewhere',
    make: () =>
      changeChallenge(
        (challenge) => ({ ...challenge, status: 'DECOUPLED_AUTH_IN_PROGRESS' }),
        'DECOUPLED_AUTH_REQUIRED',
      ),
  },
  {
    wrong: 'a decoupled approval asks for a TAN',
    caughtBy: 'decoupled.asks-to-approve-elsewhere',
    make: () => changeChallenge((challenge) => ({ ...challenge, answerFieldLabel: 'TAN' }), 'DECOUPLED_AUTH_REQUIRED'),
  },
  {
    wrong: 'a decoupled approval goes back to required',
    caughtBy: 'decoupled.order-of-states',
    make: () => {
      const polls = new Map<string, number>()
      return async (request, forward) => {
        const { hash, decoupledCallback } = readReply(request)
        if (!isRoute(IMPORT)(request) || decoupledCallback !== true) return forward(request)
        const user = request.headers.authorization ?? ''
        const before = polls.get(user) ?? 0
        polls.set(user, before + 1)
        const status = ['DECOUPLED_AUTH_IN_PROGRESS', 'DECOUPLED_AUTH_REQUIRED'][before]
        if (status === undefined) return forward(request)
        const response: ProxiedResponse = { status: 510, headers: {}, body: '' }
        refuse(response, request, 510, 'ADDITIONAL_AUTHENTICATION_REQUIRED')
        response.body = response.body.replace(
          '"type":"BUSINESS"',
          `"type":"BUSINESS","multiStepAuthentication":${JSON.stringify({ hash, status })}`,
        )
        return response
      }
    },
  },
  {
    wrong: 'only the latest hash of a flow is accepted',
    caughtBy: 'decoupled.first-hash',
    make: () => {
      const seen = new Map<string, string>()
      const refuseOlder = changeReply((reply, { headers }) => {
        const mine = [...seen].filter(([, authorization]) => authorization === headers.authorization)
        if (reply.hash !== mine.at(-1)?.[0]) reply.hash = UNKNOWN_HASH
      })
      return combine(refuseOlder, rememberHashes(seen))
    },
  },
  {
    wrong: 'a procedure must not be repeated with a poll',
    caughtBy: 'decoupled.repeated-answers',
    make: () =>
      changeReply((reply) => {
        if ('twoStepProcedureId' in reply && 'decoupledCallback' in reply) reply.hash = UNKNOWN_HASH
      }),
  },
  {
    wrong: 'an import by the decoupled approach finds no accounts',
    caughtBy: 'decoupled.data-arrives',
    make: () => changeKey('GET /accounts', 'accounts', () => []),
  },
]
