import type { Break } from '../../mutants/break.ts'
import { changeChallenge, changeReply, UNKNOWN_HASH } from '../../mutants/import-interferences.ts'
import { changeKey, changeStatus, combine, dropKeys, IMPORT } from '../../mutants/interferences.ts'

export const importProcedureBreaks: readonly Break[] = [
  {
    wrong: 'a challenge is a 401',
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
    wrong: 'each step of a flow has another hash',
    caughtBy: 'embedded.asks-for-tan',
    make: () => {
      let count = 0
      return combine(
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
    wrong: 'a procedure must not be repeated with the TAN',
    caughtBy: 'embedded.repeated-answers',
    make: () =>
      changeReply((reply) => {
        if ('twoStepProcedureId' in reply && 'challengeResponse' in reply) reply.hash = UNKNOWN_HASH
      }),
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
]
