import type { Break } from '../../mutants/break.ts'
import { changeReply, readReply, rememberHashes } from '../../mutants/import-interferences.ts'
import { changeKey, combine, IMPORT, isRoute, letPass, refuse } from '../../mutants/interferences.ts'
import { isRecord, parsed } from '../../mutants/json.ts'
import type { Interference, ProxiedResponse } from '../../mutants/proxy.ts'

/** Repeats the response that completed a flow when its hash is used again. */
const replayCompleted = (): Interference => {
  const completed = new Map<string, ProxiedResponse>()
  return async (request, forward) => {
    const response = await forward(request)
    const { hash } = readReply(request)
    if (!isRoute(IMPORT)(request) || typeof hash !== 'string') return response
    if (response.status === 201) completed.set(hash, { ...response })
    return response.status === 422 ? (completed.get(hash) ?? response) : response
  }
}

export const importFlowRefusalBreaks: readonly Break[] = [
  {
    wrong: 'the TAN is not compared',
    caughtBy: 'import.wrong-tan',
    make: () =>
      changeReply((reply) => {
        if ('challengeResponse' in reply) reply.challengeResponse = '123456'
      }),
  },
  {
    wrong: 'a wrong TAN is refused, and imports all the same',
    caughtBy: 'import.wrong-tan',
    make: () => async (request, forward) => {
      const { challengeResponse } = readReply(request)
      if (!isRoute(IMPORT)(request) || challengeResponse === undefined || challengeResponse === '123456')
        return forward(request)
      const body = request.body.replace(JSON.stringify(challengeResponse), '"123456"')
      const response = await forward({ ...request, body })
      refuse(response, request, 422, 'BANK_SERVER_REJECTION')
      return response
    },
  },
  {
    wrong: 'a procedure that was not offered is taken',
    caughtBy: 'import.unknown-procedure',
    make: () =>
      changeReply((reply) => {
        if ('twoStepProcedureId' in reply) reply.twoStepProcedureId = 'DEMO-SMS'
      }),
  },
  {
    wrong: 'the hash is not checked',
    caughtBy: 'import.unknown-hash',
    make: () => {
      const seen = new Map<string, string>()
      return combine(
        changeReply((reply) => {
          reply.hash = seen.has(String(reply.hash)) ? reply.hash : [...seen.keys()].at(-1)
        }),
        rememberHashes(seen),
      )
    },
  },
  {
    wrong: 'an unknown hash has a code of its own',
    caughtBy: 'import.answer-without-flow',
    make: () => changeKey(IMPORT, 'code', (code) => (code === 'NO_EXISTING_CHALLENGE' ? 'UNKNOWN_ENTITY' : code)),
  },
  {
    wrong: "another user's hash is accepted",
    caughtBy: 'import.foreign-hash',
    make: () => {
      const seen = new Map<string, string>()
      return combine(
        changeReply((reply, request) => {
          request.headers.authorization = seen.get(String(reply.hash)) ?? request.headers.authorization ?? ''
        }),
        rememberHashes(seen),
      )
    },
  },
  {
    wrong: 'the hash of a finished import is valid again',
    caughtBy: 'import.used-hash',
    make: replayCompleted,
  },
  {
    wrong: 'a hash carries over to another login',
    caughtBy: 'import.hash-of-another-bank',
    make: () => {
      const first = new Map<string, unknown>()
      return async (request, forward) => {
        const sent = parsed(request.body)
        if (!isRoute(IMPORT)(request) || !isRecord(sent)) return forward(request)
        const loginCredentials = first.get(String(readReply(request).hash)) ?? sent.loginCredentials
        const response = await forward({ ...request, body: JSON.stringify({ ...sent, loginCredentials }) })
        const hash = /"hash":"([^"]+)"/.exec(response.body)?.[1]
        if (hash && !first.has(hash)) first.set(hash, sent.loginCredentials)
        return response
      }
    },
  },
  {
    wrong: 'a connection is imported twice',
    caughtBy: 'import.same-again',
    make: () => letPass(IMPORT, 422, 201),
  },
  {
    wrong: 'a second login at the same bank counts as the same',
    caughtBy: 'import.another-login',
    make: () => {
      const importers = new Set<string>()
      return async (request, forward) => {
        const user = request.headers.authorization ?? ''
        const response = await forward(request)
        if (!isRoute(IMPORT)(request)) return response
        if (importers.has(user)) refuse(response, request, 422, 'ENTITY_EXISTS')
        if (response.status === 201) importers.add(user)
        return response
      }
    },
  },
]
