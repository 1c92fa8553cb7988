import { describe, expect, it } from 'vitest'
import type { Schema } from '../../contracts/openapi/api-types.ts'
import { readChallenge, toRedirectCallback } from './challenge.ts'

type Challenge = Schema<'v2', 'MultiStepAuthenticationChallenge'>

const challenge = (fields: Partial<Challenge>): Challenge => ({
  hash: 'h',
  status: 'CHALLENGE_RESPONSE_REQUIRED',
  opticalDataAsReinerSct: false,
  ...fields,
})

describe('readChallenge', () => {
  it('reads a text challenge', () => {
    expect(readChallenge(challenge({ challengeMessage: 'demo', answerFieldLabel: 'TAN' }))).toEqual({
      kind: 'text',
      message: 'demo',
      label: 'TAN',
    })
  })

  it("reads v1's null as missing", () => {
    const nulls: Schema<'v1', 'MultiStepAuthenticationChallenge'> = {
      hash: 'h',
      status: 'CHALLENGE_RESPONSE_REQUIRED',
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

    expect(readChallenge(nulls)).toEqual({ kind: 'text', message: undefined, label: undefined })
  })

  it('decodes a photo', () => {
    const base64 = Buffer.from([137, 80, 78, 71]).toString('base64')

    expect(readChallenge(challenge({ photoTanMimeType: 'image/png', photoTanData: base64 }))).toEqual({
      kind: 'photo',
      message: undefined,
      label: undefined,
      mimeType: 'image/png',
      bytes: new Uint8Array([137, 80, 78, 71]),
      base64,
    })
  })

  it('passes a flicker code on with its encoding', () => {
    const read = readChallenge(
      challenge({ challengeMessage: 'Halten', opticalData: '11048', opticalDataAsReinerSct: true }),
    )

    expect(read).toEqual({
      kind: 'flicker',
      message: 'Halten',
      label: undefined,
      opticalData: '11048',
      opticalDataAsReinerSct: true,
    })
  })
})

describe('toRedirectCallback', () => {
  const redirect = { url: 'https://bank.example', context: 'a b', contextField: 'state' }

  it.each([
    { returned: 'state=a%20b&code=x', query: 'state=a%20b&code=x' },
    { returned: '?state=a+b', query: 'state=a+b' },
    { returned: 'https://tpp.example/back?code=1&state=a%20b#x', query: 'code=1&state=a%20b' },
    { returned: '/back?state=a%20b', query: 'state=a%20b' },
    { returned: 'state=a%20b&next=https://x.example?y', query: 'state=a%20b&next=https://x.example?y' },
  ])('reads $returned', ({ returned, query }) => {
    expect(toRedirectCallback(returned, redirect)).toBe(query)
  })

  it.each(['', 'https://tpp.example/back', 'code=1', 'state=b', 'state=a%20b&state=b'])(
    'refuses %j without the expected context',
    (returned) => {
      expect(() => toRedirectCallback(returned, redirect)).toThrow('expected a b')
    },
  )
})
