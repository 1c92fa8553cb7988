import { expect } from 'vitest'
import type { Dialect } from '../../helpers/api-dialect.ts'

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

/** Completes the fields of a challenge as the version sends them: v1 names every field, v2 only those with a value. */
export const expectedChallenge = ({ version }: Dialect, fields: Record<string, unknown>) =>
  version === 'v1'
    ? { ...Object.fromEntries(KEYS.map((key) => [key, null])), ...fields }
    : { ...fields, opticalDataAsReinerSct: false }

export const SMS_OR_PUSH = [
  { procedureId: 'DEMO-TSP-01', procedureName: 'SMS', procedureChallengeType: 'TEXT', implicitExecute: false },
  { procedureId: 'DEMO-TSP-02', procedureName: 'PUSH', procedureChallengeType: 'TEXT', implicitExecute: false },
]

export const HASH = expect.stringMatching(/^[0-9a-f]{32}$/)
