import { describe, expect, it } from 'vitest'
import type { RecordedExchange, Recording } from '../recording/format.ts'
import type { Json } from '../recording/json.ts'
import type { LiveRequest } from './match.ts'
import { createPlayer } from './play.ts'

const recorded = (request: Partial<RecordedExchange['request']>, json: Json, status = 200): RecordedExchange => ({
  operationId: null,
  request: { method: 'POST', path: '/api/v2/users', query: [], headers: {}, body: null, ...request },
  response: {
    status,
    headers: { 'content-type': 'application/json', 'x-request-id': '{{request.uuid:9}}' },
    body: { json },
  },
})

const playing = (...exchanges: RecordedExchange[]) => {
  const recording: Recording = {
    manifest: { format: 1, version: 'v2', target: 'test', exchanges: exchanges.length, chapters: [] },
    chapters: [{ rule: 'a.b', outcome: 'held', file: 'x', exchanges: exchanges.length, recorded: exchanges }],
  }
  const play = createPlayer(new Map([['v2', recording]]))
  return (live: Partial<LiveRequest> & { json?: Json }) => {
    const { json, ...request } = live
    const body = json === undefined ? '' : JSON.stringify(json)
    const headers = json === undefined ? {} : { 'content-type': 'application/json' }
    const answer = play(
      { method: 'POST', path: '/api/v2/users', query: [], body, ...request, headers: { ...headers, ...live.headers } },
      'http://here',
    )
    return { ...answer, json: answer.body === '' ? undefined : JSON.parse(answer.body) }
  }
}

const json = { 'content-type': 'application/json' }
const user = (name: string, token: string): RecordedExchange[] => [
  recorded({ headers: json, body: { json: { id: name } } }, { id: name, token }, 201),
]

describe('a replay', () => {
  it('gives back what the client made up, and makes up what the server did', () => {
    const ask = playing(...user('{{user.text5:1}}', '{{token.text20:1}}'))
    const { status, json: body, headers } = ask({ json: { id: 'karla' } })
    expect({ status, id: body.id }).toEqual({ status: 201, id: 'karla' })
    expect(body.token).toMatch(/^[\w-]{20}$/)
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('follows the order of the recording, and then stays with the last answer', () => {
    const poll = (state: string) => recorded({ method: 'GET' }, { state })
    const ask = playing(poll('busy'), poll('busy'), poll('ready'))
    const seen = Array.from({ length: 5 }, () => ask({ method: 'GET' }))
    expect(seen.map((one) => one.json.state)).toEqual(['busy', 'busy', 'ready', 'ready', 'ready'])
    expect(new Set(seen.slice(2).map(({ headers }) => headers['x-request-id'])).size).toBe(3)
  })

  it('knows the hash that it handed out, and no other', () => {
    const reply = (hash: string): Json => ({ hash })
    const ask = playing(
      recorded({}, { hash: '{{hash.hex32:1}}' }, 510),
      recorded({ headers: json, body: { json: reply('{{hash.hex32:1}}') } }, { id: '{{#id:7}}' }, 201),
      recorded({ headers: json, body: { json: reply('{{hash.hex32:2}}') } }, { code: 'UNKNOWN' }, 422),
    )
    const { hash } = ask({}).json
    expect(hash).toMatch(/^[0-9a-f]{32}$/)
    expect(ask({ json: reply('f'.repeat(32)) }).status).toBe(422)
    const done = ask({ json: reply(hash) })
    expect(done.status).toBe(201)
    expect(done.json.id).toEqual(expect.any(Number))
  })

  it('lets another user take the part of one who was recorded', () => {
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
    const ask = playing(
      ...user('{{user.text5:1}}', '{{token.text20:1}}'),
      ...user('{{user.text5:2}}', '{{token.text20:2}}'),
      recorded({ method: 'GET', headers: bearer('{{token.text20:2}}') }, { mine: true }),
    )
    const { token } = ask({ json: { id: 'karla' } }).json
    expect(ask({ method: 'GET', headers: bearer(token) }).json).toEqual({ mine: true })
    expect(ask({ method: 'GET', headers: bearer(token) }).json).toEqual({ mine: true })
  })

  it('sends the person from the page of the bank back to where the client said', () => {
    const challenge = {
      redirectUrl: '{{page.text50:3}}',
      redirectContext: '{{context.uuid:1}}',
      redirectContextField: 'state',
    }
    const ask = playing(
      recorded({ headers: json, body: { json: { redirectUrl: '{{return.text24:1}}' } } }, challenge, 510),
      recorded(
        {
          headers: json,
          body: {
            json: {
              multiStepAuthentication: { redirectCallback: 'state={{context.uuid:1}}&code={{callback.uuid:1}}' },
            },
          },
        },
        { done: true },
        201,
      ),
    )
    const { redirectUrl, redirectContext } = ask({ json: { redirectUrl: 'https://tpp.example/back?session=1' } }).json
    const path = new URL(redirectUrl).pathname
    expect(redirectUrl).toBe(`http://here${path}`)
    const { headers } = ask({ path, body: 'decision=approve' })
    const back = new URL(headers.location ?? '')
    expect(back.searchParams.get('session')).toBe('1')
    expect(back.searchParams.get('state')).toBe(redirectContext)
    const redirectCallback = `state=${redirectContext}&code=${back.searchParams.get('code')}`
    expect(ask({ json: { multiStepAuthentication: { redirectCallback } } }).json).toEqual({ done: true })
  })

  it('says so when nothing that was recorded answers', () => {
    const ask = playing(recorded({ method: 'GET', query: [['page', '1']] }, {}))
    const { status, json: body } = ask({ method: 'GET', query: [['page', '2']] })
    expect(status).toBe(501)
    expect(body.errors[0].message).toMatch(/GET \/api\/v2\/users.*page/)
  })
})
