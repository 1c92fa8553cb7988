import type { ApiVersion, ScaChallenge } from '../../../client/index.ts'
import type { ScriptedResponse } from './scripted-server.ts'

export const token = (accessToken = 'token-1', more: object = {}): ScriptedResponse => ({
  json: { access_token: accessToken, token_type: 'bearer', expires_in: 3600, scope: 'all', ...more },
})

export const tokenPath = { v1: 'POST /oauth/token', v2: 'POST /api/v2/oauth/token' }
export const importPath = { v1: 'POST /api/v1/bankConnections/import', v2: 'POST /api/v2/bankConnections/import' }
export const updatePath = { v1: 'POST /api/v1/bankConnections/update', v2: 'POST /api/v2/bankConnections/update' }

const nulls = {
  challengeMessage: null,
  answerFieldLabel: null,
  redirectUrl: null,
  redirectContext: null,
  redirectContextField: null,
  twoStepProcedures: null,
  photoTanMimeType: null,
  photoTanData: null,
  opticalData: null,
}

/** A 510 as the version sends it: v1 with every key, v2 without empty ones. */
export const challenge = (
  version: ApiVersion,
  fields: { status: string } & Partial<Omit<ScaChallenge, 'status'>>,
): ScriptedResponse => ({
  status: 510,
  json: {
    errors: [
      {
        message: fields.challengeMessage ?? null,
        code: 'ADDITIONAL_AUTHENTICATION_REQUIRED',
        type: 'BUSINESS',
        multiStepAuthentication: {
          hash: 'a1'.repeat(16),
          ...(version === 'v1' ? nulls : { opticalDataAsReinerSct: false }),
          ...fields,
        },
      },
    ],
    date: '2024-01-01 10:00:00.000',
    requestId: 'selfgen-1',
    endpoint: importPath[version],
    authContext: '1/18',
    bank: 'DEMO0001 - finAPI Test Bank',
  },
})

export const procedures = [
  { procedureId: 'one', procedureName: 'SMS', procedureChallengeType: 'TEXT', implicitExecute: false },
  { procedureId: 'two', procedureName: 'PUSH', procedureChallengeType: 'TEXT', implicitExecute: false },
]

export const errorMessage = (status: number, code: string, message: string): ScriptedResponse => ({
  status,
  json: {
    errors: [{ message, code, type: 'TECHNICAL' }],
    date: '2024-01-01T10:00:00.000+01:00',
    requestId: 'selfgen-2',
    endpoint: 'GET /api/v2/banks/1',
    authContext: '1/18',
  },
})

/** A bank connection with the fields that the client reads. */
export const connection = (fields: object = {}): ScriptedResponse => ({
  json: {
    id: 21,
    updateStatus: 'READY',
    categorizationStatus: 'READY',
    interfaces: [{ bankingInterface: 'XS2A', lastManualUpdate: { result: 'OK', timestamp: '2024-01-01' } }],
    accountIds: [1],
    ...fields,
  },
})

export const imported: ScriptedResponse = { ...connection({ updateStatus: 'IN_PROGRESS' }), status: 201 }
