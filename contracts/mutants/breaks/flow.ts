import type { Break } from '../break.ts'
import {
  changeAnswer,
  changeBody,
  changeHolders,
  changeKey,
  changeReply,
  changeStatus,
  changeValues,
  dropKeys,
  IMPORT,
  isAbout,
  letPass,
  refuse,
  together,
} from '../interferences.ts'
import { isRecord, parsed } from '../json.ts'
import type { Interference, ProxiedAnswer, ProxiedRequest } from '../proxy.ts'

/** Who was given which hash, by hash. */
const rememberHashes = (seen: Map<string, string>): Interference =>
  changeAnswer(IMPORT, (answer, { headers }) => {
    const hash = /"hash":"([^"]+)"/.exec(answer.body)?.[1]
    if (hash) seen.set(hash, headers.authorization ?? '')
  })

const NOBODYS_HASH = 'f'.repeat(32)

/** The challenges in an answer, or those of one status. */
const changeChallenge = (
  change: (challenge: Record<string, unknown>) => Record<string, unknown>,
  status?: string,
): Interference =>
  changeValues(IMPORT, (key, value) =>
    key === 'multiStepAuthentication' && isRecord(value) && (status === undefined || value.status === status)
      ? change(value)
      : value,
  )

const replyIn = ({ body }: ProxiedRequest): Record<string, unknown> => {
  const read = parsed(body)
  return isRecord(read) && isRecord(read.multiStepAuthentication) ? read.multiStepAuthentication : {}
}

/** Gives the answer that completed a flow to whoever asks with the same hash later. */
const replayCompleted = (): Interference => {
  const completed = new Map<string, ProxiedAnswer>()
  return async (request, forward) => {
    const answer = await forward(request)
    const { hash } = replyIn(request)
    if (!isAbout(IMPORT)(request) || typeof hash !== 'string') return answer
    if (answer.status === 201) completed.set(hash, { ...answer })
    return answer.status === 422 ? (completed.get(hash) ?? answer) : answer
  }
}

const hashBreaks: readonly Break[] = [
  {
    wrong: 'the hash is not checked',
    caughtBy: 'import.unknown-hash',
    make: () => {
      const seen = new Map<string, string>()
      return together(
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
      return together(
        changeReply((reply, request) => {
          request.headers.authorization = seen.get(String(reply.hash)) ?? request.headers.authorization ?? ''
        }),
        rememberHashes(seen),
      )
    },
  },
  {
    wrong: 'the hash of a finished import is good again',
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
        if (!isAbout(IMPORT)(request) || !isRecord(sent)) return forward(request)
        const loginCredentials = first.get(String(replyIn(request).hash)) ?? sent.loginCredentials
        const answer = await forward({ ...request, body: JSON.stringify({ ...sent, loginCredentials }) })
        const hash = /"hash":"([^"]+)"/.exec(answer.body)?.[1]
        if (hash && !first.has(hash)) first.set(hash, sent.loginCredentials)
        return answer
      }
    },
  },
  {
    wrong: 'every flow has the same hash',
    caughtBy: 'embedded.own-hash',
    make: () => changeKey(IMPORT, 'hash', () => NOBODYS_HASH),
  },
  {
    wrong: 'each step of a flow has another hash',
    caughtBy: 'embedded.asks-for-tan',
    make: () => {
      let count = 0
      return together(
        changeReply((reply) => {
          reply.hash = String(reply.hash).slice(0, 32)
        }),
        changeKey(IMPORT, 'hash', (hash) => {
          count += 1
          return `${hash}-${count}`
        }),
      )
    },
  },
  {
    wrong: 'only the latest hash of a flow is accepted',
    caughtBy: 'decoupled.first-hash',
    make: () => {
      const seen = new Map<string, string>()
      const refuseOlder = changeReply((reply, { headers }) => {
        const mine = [...seen].filter(([, authorization]) => authorization === headers.authorization)
        if (reply.hash !== mine.at(-1)?.[0]) reply.hash = NOBODYS_HASH
      })
      return together(refuseOlder, rememberHashes(seen))
    },
  },
]

const credentialBreaks: readonly Break[] = [
  {
    wrong: 'the PIN is not compared',
    caughtBy: 'import.wrong-login',
    make: () =>
      changeBody(IMPORT, (body) => {
        if (!Array.isArray(body.loginCredentials)) return
        body.loginCredentials = body.loginCredentials.map((one: unknown) => ({
          ...(isRecord(one) ? one : {}),
          value: 'demo',
        }))
      }),
  },
  {
    wrong: 'a wrong PIN is an error for developers',
    caughtBy: 'import.wrong-login',
    make: () => changeKey(IMPORT, 'type', () => 'TECHNICAL'),
  },
  {
    wrong: 'a wrong PIN is answered like a wrong token',
    caughtBy: 'import.wrong-login',
    make: () => changeStatus(IMPORT, 422, 401),
  },
  {
    wrong: 'an import needs no credentials',
    caughtBy: 'import.without-credentials',
    make: () =>
      changeBody(IMPORT, (body) => {
        body.loginCredentials ??= [
          { label: 'Onlinebanking-ID', value: 'demo' },
          { label: 'PIN', value: 'demo' },
        ]
      }),
  },
  {
    wrong: 'an import needs no secret',
    caughtBy: 'import.without-secret',
    make: () =>
      changeBody(IMPORT, (body) => {
        if (Array.isArray(body.loginCredentials) && body.loginCredentials.length === 1)
          body.loginCredentials = [...body.loginCredentials, { label: 'PIN', value: 'demo' }]
      }),
  },
  {
    wrong: 'credentials that nobody asked for are ignored',
    caughtBy: 'import.unknown-credential',
    make: () =>
      changeBody(IMPORT, (body) => {
        if (Array.isArray(body.loginCredentials)) body.loginCredentials = body.loginCredentials.slice(0, 2)
      }),
  },
]

const tanBreaks: readonly Break[] = [
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
      const { challengeResponse } = replyIn(request)
      if (!isAbout(IMPORT)(request) || challengeResponse === undefined || challengeResponse === '123456')
        return forward(request)
      const body = request.body.replace(JSON.stringify(challengeResponse), '"123456"')
      const answer = await forward({ ...request, body })
      refuse(answer, request, 422, 'BANK_SERVER_REJECTION')
      return answer
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
    wrong: 'a procedure must not be repeated with the TAN',
    caughtBy: 'embedded.repeated-answers',
    make: () =>
      changeReply((reply) => {
        if ('twoStepProcedureId' in reply && 'challengeResponse' in reply) reply.hash = NOBODYS_HASH
      }),
  },
  {
    wrong: 'a procedure must not be repeated with a poll',
    caughtBy: 'decoupled.repeated-answers',
    make: () =>
      changeReply((reply) => {
        if ('twoStepProcedureId' in reply && 'decoupledCallback' in reply) reply.hash = NOBODYS_HASH
      }),
  },
]

const challengeBreaks: readonly Break[] = [
  {
    wrong: 'a challenge is answered as unauthorized',
    caughtBy: 'embedded.offers-procedures',
    make: () => changeStatus(IMPORT, 510, 401),
  },
  {
    wrong: 'a challenge has a code of its own',
    caughtBy: 'embedded.offers-procedures',
    make: () => changeKey(IMPORT, 'code', () => 'SCA_REQUIRED'),
  },
  {
    wrong: 'the bank offers no procedure',
    caughtBy: 'embedded.offers-procedures',
    make: () => changeKey(IMPORT, 'twoStepProcedures', () => []),
  },
  {
    wrong: 'a procedure does not say whether it is executed at once',
    caughtBy: 'embedded.offers-procedures',
    make: () => dropKeys(IMPORT, 'implicitExecute'),
  },
  {
    wrong: 'the procedures are offered again with the question for a TAN',
    caughtBy: 'embedded.asks-for-tan',
    make: () =>
      changeChallenge(
        (challenge) => ({ ...challenge, twoStepProcedures: [{ procedureId: 'x', procedureName: 'x' }] }),
        'CHALLENGE_RESPONSE_REQUIRED',
      ),
  },
  {
    wrong: 'the question for a TAN has no label',
    caughtBy: 'embedded.asks-for-tan',
    make: () => dropKeys(IMPORT, 'answerFieldLabel'),
  },
  {
    wrong: "the error has another text than the bank's challenge",
    caughtBy: 'embedded.message-is-the-challenge',
    make: () => changeKey(IMPORT, 'message', () => 'Please authenticate'),
  },
  {
    wrong: 'a photo TAN comes as a data URL',
    caughtBy: 'embedded.photo',
    make: () => changeKey(IMPORT, 'photoTanData', (data) => (data ? `data:image/png;base64,${data}` : data)),
  },
  {
    wrong: 'a photo TAN does not say its type',
    caughtBy: 'embedded.photo',
    make: () => dropKeys(IMPORT, 'photoTanMimeType'),
  },
  {
    wrong: 'a flicker TAN has no data',
    caughtBy: 'embedded.flicker',
    make: () => dropKeys(IMPORT, 'opticalData'),
  },
  {
    wrong: 'keys without a value are left out of a v1 challenge',
    caughtBy: 'challenge.all-keys-tan',
    versions: ['v1'],
    make: () => changeValues(IMPORT, (_, value) => (value === null ? undefined : value)),
  },
  {
    wrong: 'keys without a value are left out of a v1 redirect',
    caughtBy: 'challenge.all-keys-redirect',
    versions: ['v1'],
    make: () => dropKeys(IMPORT, 'photoTanMimeType', 'photoTanData', 'opticalData'),
  },
  {
    wrong: 'a v2 challenge has null keys',
    caughtBy: 'challenge.no-nulls-tan',
    versions: ['v2'],
    make: () => changeChallenge((challenge) => ({ ...challenge, redirectUrl: null })),
  },
  {
    wrong: 'a v2 redirect has null keys',
    caughtBy: 'challenge.no-nulls-redirect',
    versions: ['v2'],
    make: () => changeChallenge((challenge) => ({ ...challenge, twoStepProcedures: null })),
  },
  {
    wrong: 'a v2 challenge does not say which optical format it has',
    caughtBy: 'challenge.no-nulls-tan',
    versions: ['v2'],
    make: () => dropKeys(IMPORT, 'opticalDataAsReinerSct'),
  },
]

const decoupledBreaks: readonly Break[] = [
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
    wrong: 'a decoupled approval asks for something to type',
    caughtBy: 'decoupled.asks-to-approve-elsewhere',
    make: () => changeChallenge((challenge) => ({ ...challenge, answerFieldLabel: 'TAN' }), 'DECOUPLED_AUTH_REQUIRED'),
  },
  {
    wrong: 'a decoupled approval goes back to required',
    caughtBy: 'decoupled.order-of-states',
    make: () => {
      const polls = new Map<string, number>()
      return async (request, forward) => {
        const { hash, decoupledCallback } = replyIn(request)
        if (!isAbout(IMPORT)(request) || decoupledCallback !== true) return forward(request)
        const user = request.headers.authorization ?? ''
        const before = polls.get(user) ?? 0
        polls.set(user, before + 1)
        const status = ['DECOUPLED_AUTH_IN_PROGRESS', 'DECOUPLED_AUTH_REQUIRED'][before]
        if (status === undefined) return forward(request)
        const answer: ProxiedAnswer = { status: 510, headers: {}, body: '' }
        refuse(answer, request, 510, 'ADDITIONAL_AUTHENTICATION_REQUIRED')
        answer.body = answer.body.replace(
          '"type":"BUSINESS"',
          `"type":"BUSINESS","multiStepAuthentication":${JSON.stringify({ hash, status })}`,
        )
        return answer
      }
    },
  },
  {
    wrong: 'an import by the decoupled approach finds no accounts',
    caughtBy: 'decoupled.data-arrives',
    make: () => changeKey('GET /accounts', 'accounts', () => []),
  },
]

const requestBreaks: readonly Break[] = [
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
        const answer = await forward(request)
        if (!isAbout(IMPORT)(request)) return answer
        if (importers.has(user)) refuse(answer, request, 422, 'ENTITY_EXISTS')
        if (answer.status === 201) importers.add(user)
        return answer
      }
    },
  },
  {
    wrong: 'a finished import answers 200',
    caughtBy: 'embedded.right-tan',
    make: () => changeStatus(IMPORT, 201, 200),
  },
  {
    wrong: 'a finished import answers 202, seen by the API document',
    caughtBy: 'shapes.importBankConnection',
    after: ['embedded.guide-login'],
    make: () => changeStatus(IMPORT, 201, 202),
  },
  {
    wrong: 'the login without a second factor asks for one',
    caughtBy: 'embedded.without-sca',
    make: () =>
      changeAnswer(IMPORT, (answer, request) => {
        if (answer.status === 201) refuse(answer, request, 510, 'ADDITIONAL_AUTHENTICATION_REQUIRED')
      }),
  },
  {
    wrong: 'an unknown bank is not found, where it is a field of the body',
    caughtBy: 'import.unknown-bank',
    make: () => changeStatus(IMPORT, 422, 404),
  },
  {
    wrong: 'an import needs no bank',
    caughtBy: 'import.without-bank',
    make: () =>
      changeBody(IMPORT, (body) => {
        body.bankId ??= 280001
      }),
  },
  {
    wrong: 'a missing interface is made up',
    caughtBy: 'import.without-interface',
    versions: ['v2'],
    make: () =>
      changeBody(IMPORT, (body) => {
        body.bankingInterface ??= 'XS2A'
      }),
  },
  {
    wrong: 'v2 also knows the interface by its name in v1',
    caughtBy: 'import.v1-name-of-the-interface',
    versions: ['v2'],
    make: () =>
      changeBody(IMPORT, (body) => {
        body.bankingInterface ??= body.interface
        delete body.interface
      }),
  },
  {
    wrong: 'an interface that the bank lacks is unprocessable',
    caughtBy: 'import.interface-the-bank-lacks',
    make: () => changeStatus(IMPORT, 400, 422),
  },
  {
    wrong: 'an interface that does not exist is taken for another',
    caughtBy: 'import.unknown-interface',
    make: () =>
      changeBody(IMPORT, (body) => {
        for (const name of ['interface', 'bankingInterface'])
          if (name in body && !['XS2A', 'FINTS_SERVER'].includes(String(body[name]))) body[name] = 'XS2A'
      }),
  },
  {
    wrong: 'the number of days to download has no limits',
    caughtBy: 'import.download-range',
    make: () =>
      changeBody(IMPORT, (body) => {
        const days = Number(body.maxDaysForDownload ?? 14)
        if (days < 14 || days > 3650) delete body.maxDaysForDownload
      }),
  },
  {
    wrong: 'the types of accounts to import are ignored',
    caughtBy: 'import.no-account-of-the-type',
    make: () =>
      changeBody(IMPORT, (body) => {
        delete body.accountTypes
      }),
  },
  {
    wrong: 'a long name is cut',
    caughtBy: 'import.long-name',
    versions: ['v2'],
    make: () =>
      changeBody(IMPORT, (body) => {
        if (typeof body.name === 'string') body.name = body.name.slice(0, 64)
      }),
  },
  {
    wrong: 'a client token that imports is answered as unknown',
    caughtBy: 'import.client-token',
    make: () => changeStatus(IMPORT, 403, 401),
  },
  {
    wrong: 'a connection names another bank',
    caughtBy: 'embedded.right-tan',
    make: () => changeHolders(IMPORT, 'blz', (bank) => ({ ...bank, id: 1 })),
  },
]

export const flowBreaks: readonly Break[] = [
  ...hashBreaks,
  ...credentialBreaks,
  ...tanBreaks,
  ...challengeBreaks,
  ...decoupledBreaks,
  ...requestBreaks,
]
