import { documented, guide } from '../../evidence.ts'
import { expectEqual, expectMatch, expectPresent, expectSuccess, expectThat } from '../../expect.ts'
import { beginChoice, procedureOfKind } from '../../flows/begin-import.ts'
import { readChallenge, reply } from '../../flows/import-flow.ts'
import { both, defineRule } from '../../rule.ts'
import type { Target } from '../../targets/target.ts'

const needs = ['direct-import', 'embedded-bank'] as const

const chooseKind = async (target: Target, kind: string) => {
  const { flow, procedures } = await beginChoice(target)
  const { procedureId } = procedureOfKind(kind, procedures)
  return readChallenge(await reply(flow, { twoStepProcedureId: procedureId }), 'CHALLENGE_RESPONSE_REQUIRED')
}

export const importProcedureRules = [
  defineRule(
    {
      id: 'embedded.offers-procedures',
      title: 'After the credentials the bank offers its two-step procedures',
      versions: both,
      evidence: guide('embedded approach, step 2'),
      needs,
    },
    async (target) => {
      const { challenge, procedures } = await beginChoice(target)
      expectMatch(challenge.hash, /^\S+$/, 'hash')
      expectThat(procedures.length > 0, 'there is a procedure to choose')
      const ids = procedures.map(({ procedureId }) => procedureId)
      expectEqual(new Set(ids).size, ids.length, 'number of different procedure ids')
      for (const one of procedures) expectEqual(typeof one.implicitExecute, 'boolean', 'type of implicitExecute')
    },
  ),
  defineRule(
    {
      id: 'embedded.asks-for-tan',
      title: 'The chosen procedure asks for a TAN under the same hash',
      versions: both,
      evidence: guide('embedded approach, step 4'),
      needs,
    },
    async (target) => {
      const { flow, challenge, procedures } = await beginChoice(target)
      const text = procedureOfKind('TEXT', procedures)
      const asked = await reply(flow, { twoStepProcedureId: text.procedureId })
      const next = readChallenge(asked, 'CHALLENGE_RESPONSE_REQUIRED')
      expectPresent(next.challengeMessage, 'challengeMessage')
      expectPresent(next.answerFieldLabel, 'answerFieldLabel')
      expectEqual(next.hash, challenge.hash, 'hash')
      expectThat(!next.twoStepProcedures, 'the list of procedures is not sent again')
    },
  ),
  defineRule(
    {
      id: 'embedded.repeated-answers',
      title: 'A follow-up may repeat the procedure that was chosen before',
      versions: both,
      evidence: guide('embedded approach, step 5'),
      needs,
    },
    async (target) => {
      const { flow, procedures } = await beginChoice(target)
      const text = procedureOfKind('TEXT', procedures)
      const twoStepProcedureId = text.procedureId
      const asked = await reply(flow, { twoStepProcedureId })
      const done = await reply(asked, { twoStepProcedureId, challengeResponse: target.settings.demo.tan })
      expectSuccess(done.response, 201)
    },
  ),
  defineRule(
    {
      id: 'embedded.photo',
      title: 'A photo TAN comes as an image of the type it says',
      versions: both,
      evidence: documented('MultiStepAuthenticationChallenge, photoTanData'),
      needs,
    },
    async (target) => {
      const challenge = await chooseKind(target, 'PHOTO')
      const type = expectMatch(challenge.photoTanMimeType, /^image\/\w+/, 'photoTanMimeType')
      const data = expectMatch(challenge.photoTanData, /^[A-Za-z0-9+/]+=*$/, 'photoTanData')
      const head = Buffer.from(data, 'base64').subarray(0, 4).toString('latin1')
      const signatures: Record<string, RegExp> = {
        'image/png': /^\x89PNG/,
        'image/jpeg': /^\xff\xd8/,
        'image/gif': /^GIF8/,
      }
      expectThat(signatures[type]?.test(head) ?? true, `the data begins like ${type}`)
    },
  ),
  defineRule(
    {
      id: 'embedded.flicker',
      title: 'A flicker TAN comes with optical data',
      versions: both,
      evidence: documented('MultiStepAuthenticationChallenge, opticalData'),
      needs,
    },
    async (target) => {
      const challenge = await chooseKind(target, 'FLICKER_CODE')
      expectMatch(challenge.opticalData, /^\S+$/, 'opticalData')
    },
  ),
]
