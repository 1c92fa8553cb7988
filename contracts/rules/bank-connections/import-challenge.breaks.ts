import type { Break } from '../../mutants/break.ts'
import { changeChallenge } from '../../mutants/import-interferences.ts'
import { changeValues, dropKeys, IMPORT } from '../../mutants/interferences.ts'

export const importChallengeBreaks: readonly Break[] = [
  {
    wrong: 'keys without a value are left out of a v1 choice of procedures',
    caughtBy: 'challenge.all-keys-choice',
    versions: ['v1'],
    make: () => changeChallenge(({ challengeMessage: _, ...challenge }) => challenge, 'TWO_STEP_PROCEDURE_REQUIRED'),
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
    wrong: 'a v2 challenge does not say which optical format it has',
    caughtBy: 'challenge.no-nulls-tan',
    versions: ['v2'],
    make: () => dropKeys(IMPORT, 'opticalDataAsReinerSct'),
  },
  {
    wrong: 'a v2 redirect has null keys',
    caughtBy: 'challenge.no-nulls-redirect',
    versions: ['v2'],
    make: () => changeChallenge((challenge) => ({ ...challenge, twoStepProcedures: null })),
  },
]
