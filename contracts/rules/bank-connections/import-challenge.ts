import { documented, guide } from '../../evidence.ts'
import { expectEqual, expectThat } from '../../expect.ts'
import { beginImport, beginTan } from '../../flows/begin-import.ts'
import { type ImportFlow, readChallenge } from '../../flows/import-flow.ts'
import { defineRule } from '../../rule.ts'

const KEYS = [
  'hash',
  'status',
  'challengeMessage',
  'answerFieldLabel',
  'redirectUrl',
  'redirectContext',
  'redirectContextField',
  'twoStepProcedures',
  'photoTanMimeType',
  'photoTanData',
  'opticalData',
]

const expectAllKeys = (flow: ImportFlow): void => {
  const challenge = readChallenge(flow)
  const missing = KEYS.filter((key) => !(key in challenge))
  expectEqual(missing, [], `keys missing from the challenge ${challenge.status}`)
}

const expectNoNulls = (flow: ImportFlow): void => {
  const challenge = readChallenge(flow)
  const nulls = Object.entries(challenge).filter(([, value]) => value === null)
  expectEqual(Object.fromEntries(nulls), {}, `null keys in the challenge ${challenge.status}`)
  expectThat(
    'opticalDataAsReinerSct' in challenge && typeof challenge.opticalDataAsReinerSct === 'boolean',
    'opticalDataAsReinerSct is a boolean',
  )
}

export const importChallengeRules = [
  defineRule(
    {
      id: 'challenge.all-keys-choice',
      title: 'A challenge to choose a procedure has all eleven keys',
      versions: ['v1'],
      evidence: guide('embedded approach, step 2'),
      needs: ['direct-import', 'embedded-bank'],
    },
    async (target) => expectAllKeys(await beginImport(target, 'embedded')),
  ),
  defineRule(
    {
      id: 'challenge.all-keys-tan',
      title: 'A challenge for a TAN has all eleven keys, those of other approaches null',
      versions: ['v1'],
      evidence: guide('embedded approach, step 4'),
      needs: ['direct-import', 'embedded-bank'],
    },
    async (target) => {
      const flow = await beginTan(target)
      expectAllKeys(flow)
      const { redirectUrl, redirectContext, redirectContextField, twoStepProcedures } = readChallenge(flow)
      expectEqual(
        { redirectUrl, redirectContext, redirectContextField, twoStepProcedures },
        { redirectUrl: null, redirectContext: null, redirectContextField: null, twoStepProcedures: null },
        'keys of other approaches',
      )
    },
  ),
  defineRule(
    {
      id: 'challenge.all-keys-redirect',
      title: 'A challenge to visit the bank has all eleven keys',
      versions: ['v1'],
      evidence: guide('redirect approach, step 2'),
      needs: ['direct-import', 'redirect-bank'],
    },
    async (target) => expectAllKeys(await beginImport(target, 'redirect')),
  ),
  defineRule(
    {
      id: 'challenge.no-nulls-tan',
      title: 'A challenge for a TAN leaves out what it has no value for',
      versions: ['v2'],
      evidence: documented('MultiStepAuthenticationChallenge, v2 (its samples in prose still print null)'),
      needs: ['direct-import', 'embedded-bank'],
    },
    async (target) => expectNoNulls(await beginTan(target)),
  ),
  defineRule(
    {
      id: 'challenge.no-nulls-redirect',
      title: 'A challenge to visit the bank leaves out what it has no value for',
      versions: ['v2'],
      evidence: documented('MultiStepAuthenticationChallenge, v2 (its samples in prose still print null)'),
      needs: ['direct-import', 'redirect-bank'],
    },
    async (target) => expectNoNulls(await beginImport(target, 'redirect')),
  ),
]
