import { describe, expect, it } from 'vitest'
import type { RecordedExchange, Recording } from '../recording/format.ts'
import type { Json } from '../recording/json.ts'
import type { LiveRequest } from './live.ts'
import { createReplay } from './replay.ts'

const recorded = (request: Partial<RecordedExchange['request']>, json: Json, status = 200): RecordedExchange => ({
  operationId: null,
  request: { method: 'POST', path: '/api/v2/users', query: [], headers: {}, body: null, ...request },
  response: {
    status,
    headers: { 'content-type': 'application/json', 'x-request-id': '{{request.uuid:9}}' },
    body: { json },
  },
})

const replaying = (...exchanges: RecordedExchange[]) => {
  const recording: Recording = {
    manifest: { format: 1, version: 'v2', target: 'test', exchanges: exchanges.length, rules: [] },
    rules: [{ rule: 'a.b', outcome: 'passed', file: 'x', exchanges: exchanges.length, recorded: exchanges }],
  }
  const respond = createReplay(new Map([['v2', recording]]))
  return (live: Partial<LiveRequest> & { json?: Json }) => {
    const { json, ...request } = live
    const body = json === undefined ? '' : JSON.stringify(json)
    const headers = json === undefined ? {} : { 'content-type': 'application/json' }
    const response = respond(
      { method: 'POST', path: '/api/v2/users', query: [], body, ...request, headers: { ...headers, ...live.headers } },
      'http://here',
    )
    return { ...response, json: response.body === '' ? undefined : JSON.parse(response.body) }
  }
}

const json = { 'content-type': 'application/json' }
const created = { id: '{{user.text5:1}}', password: '{{secret.text20:1}}' }
const user = (name: string, password: string, token: string): RecordedExchange[] => [
  recorded({ headers: json, body: { json: { id: name, password } } }, { id: name, password }, 201),
  login(name, password, token),
]
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const login = (name: string, password: string, token: string): RecordedExchange =>
  recorded(
    {
      path: '/api/v2/oauth/token',
      headers: form,
      body: {
        form: [
          ['grant_type', 'password'],
          ['username', name],
          ['password', password],
        ],
      },
    },
    { access_token: token },
  )

describe('a replay', () => {
  it('echoes the values of the client and generates those of the server', () => {
    const send = replaying(recorded({ headers: json, body: { json: { id: '{{user.text5:1}}' } } }, created, 201))
    const { status, json: body, headers } = send({ json: { id: 'karla' } })
    expect({ status, id: body.id }).toEqual({ status: 201, id: 'karla' })
    expect(body.password).toMatch(/^[\w-]{20}$/)
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('echoes the words of a name that the client gives', () => {
    const name = '{{word:1}} {{word:2}}'
    const renamed = recorded(
      { method: 'PATCH', headers: json, body: { json: { name } } },
      { name, owner: '{{word:3}}' },
    )
    const send = replaying(renamed, recorded({ method: 'GET' }, { name, owner: '{{word:3}}' }))
    const { owner } = send({ method: 'PATCH', json: { name: 'Household budget' } }).json
    expect(owner).toMatch(/^Q[a-z]+$/)
    expect(send({ method: 'GET' }).json).toEqual({ name: 'Household budget', owner })
  })

  it('follows the order of the recording, then repeats the last response', () => {
    const poll = (state: string) => recorded({ method: 'GET' }, { state })
    const send = replaying(poll('busy'), poll('busy'), poll('ready'))
    const seen = Array.from({ length: 5 }, () => send({ method: 'GET' }))
    expect(seen.map((one) => one.json.state)).toEqual(['busy', 'busy', 'ready', 'ready', 'ready'])
    expect(new Set(seen.slice(2).map(({ headers }) => headers['x-request-id'])).size).toBe(3)
  })

  it('accepts the hash that it sent, and no other', () => {
    const reply = (hash: string): Json => ({ hash })
    const send = replaying(
      recorded({}, { hash: '{{hash.hex32:1}}' }, 510),
      recorded({ headers: json, body: { json: reply('{{hash.hex32:1}}') } }, { id: '{{#id:7}}' }, 201),
      recorded({ headers: json, body: { json: reply('{{hash.hex32:2}}') } }, { code: 'UNKNOWN' }, 422),
    )
    const { hash } = send({}).json
    expect(hash).toMatch(/^[0-9a-f]{32}$/)
    expect(send({ json: reply('f'.repeat(32)) }).status).toBe(422)
    const done = send({ json: reply(hash) })
    expect(done.status).toBe(201)
    expect(done.json.id).toEqual(expect.any(Number))
  })

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const createActions = (send: ReturnType<typeof replaying>) => ({
    signUp: (id: string): string => {
      send({ json: { id, password: `secret of ${id}` } })
      return logIn(send, id)
    },
    read: (token: string) => send({ method: 'GET', headers: bearer(token) }),
    move: (token: string, move: Json) => send({ path: '/api/v2/moves', headers: bearer(token), json: move }),
  })
  const logIn = (send: ReturnType<typeof replaying>, id: string): string => {
    const body = new URLSearchParams({ grant_type: 'password', username: id, password: `secret of ${id}` }).toString()
    return send({ path: '/api/v2/oauth/token', headers: form, body }).json.access_token
  }
  const one = ['{{user.text5:1}}', '{{secret.text15:1}}', '{{token.text20:1}}'] as const
  const other = ['{{user.text5:2}}', '{{secret.text15:2}}', '{{token.text20:2}}'] as const
  const moved = (token: string, move: Json, response: Json): RecordedExchange =>
    recorded({ path: '/api/v2/moves', headers: { ...json, ...bearer(token) }, body: { json: move } }, response, 201)

  it('serves a user of another name like a recorded one', () => {
    const send = replaying(
      ...user(...one),
      ...user(...other),
      recorded({ method: 'GET', headers: bearer(other[2]) }, { mine: true }),
    )
    const { signUp, read } = createActions(send)
    const token = signUp('karla')
    expect(read(token).json).toEqual({ mine: true })
    expect(read(token).json).toEqual({ mine: true })
  })

  it('goes on as with the user who made the same requests before', () => {
    const { signUp, move } = createActions(
      replaying(
        ...user(...one),
        moved(one[2], { open: true }, { door: '{{#id:1}}' }),
        moved(one[2], { through: '{{#id:1}}' }, { into: 'the garden' }),
        ...user(...other),
        moved(other[2], { open: true }, { door: '{{#id:2}}' }),
        moved(other[2], { shut: '{{#id:2}}' }, { into: 'the dark' }),
      ),
    )
    const token = signUp('karla')
    const { door } = move(token, { open: true }).json
    expect(move(token, { shut: door }).json).toEqual({ into: 'the dark' })
  })

  it('gives ids of their own to users who follow the same recorded user', () => {
    const { signUp, read, move } = createActions(
      replaying(
        ...user(...one),
        moved(one[2], { open: true }, { door: '{{#id:1}}' }),
        recorded({ method: 'GET', headers: bearer(one[2]) }, { id: one[0], doors: ['{{#id:1}}'] }),
      ),
    )
    const doors = ['karla', 'maria', 'petra'].map((id) => {
      const token = signUp(id)
      const { door } = move(token, { open: true }).json
      expect(read(token).json).toEqual({ id, doors: [door] })
      return door
    })
    expect(new Set(doors).size).toBe(3)
  })

  it('follows another recorded user after a second login', () => {
    const send = replaying(
      ...user(...one),
      moved(one[2], { open: true }, { door: 1 }),
      ...user(...other),
      login(other[0], other[1], '{{token.text20:3}}'),
      moved('{{token.text20:3}}', { open: true }, { door: 2 }),
    )
    const { signUp, move } = createActions(send)
    const first = signUp('karla')
    expect(move(first, { open: true }).json).toEqual({ door: 1 })
    const second = logIn(send, 'karla')
    expect(second).not.toBe(first)
    expect(move(second, { open: true }).json).toEqual({ door: 2 })
  })

  it('sends the PSU from the page of the bank back to the return URL', () => {
    const challenge = {
      redirectUrl: '{{page.text50:3}}',
      redirectContext: '{{context.uuid:1}}',
      redirectContextField: 'state',
    }
    const send = replaying(
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
    const { redirectUrl, redirectContext } = send({ json: { redirectUrl: 'https://tpp.example/back?session=1' } }).json
    const path = new URL(redirectUrl).pathname
    expect(redirectUrl).toBe(`http://here${path}`)
    const { headers } = send({ path, body: 'decision=approve' })
    const back = new URL(headers.location ?? '')
    expect(back.searchParams.get('session')).toBe('1')
    expect(back.searchParams.get('state')).toBe(redirectContext)
    const redirectCallback = `state=${redirectContext}&code=${back.searchParams.get('code')}`
    expect(send({ json: { multiStepAuthentication: { redirectCallback } } }).json).toEqual({ done: true })
  })

  it('responds 501 to a request that was not recorded', () => {
    const send = replaying(recorded({ method: 'GET', query: [['page', '1']] }, {}))
    const { status, json: body } = send({ method: 'GET', query: [['page', '2']] })
    expect(status).toBe(501)
    expect(body.errors[0].message).toMatch(/GET \/api\/v2\/users.*page/)
  })
})
