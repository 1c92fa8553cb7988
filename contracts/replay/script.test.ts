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
    chapters: [{ rule: 'a.b', outcome: 'passed', file: 'x', exchanges: exchanges.length, recorded: exchanges }],
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
  it('gives back what the client made up, and makes up what the server did', () => {
    const ask = playing(recorded({ headers: json, body: { json: { id: '{{user.text5:1}}' } } }, created, 201))
    const { status, json: body, headers } = ask({ json: { id: 'karla' } })
    expect({ status, id: body.id }).toEqual({ status: 201, id: 'karla' })
    expect(body.password).toMatch(/^[\w-]{20}$/)
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

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const asking = (ask: ReturnType<typeof playing>) => ({
    enter: (id: string): string => {
      ask({ json: { id, password: `secret of ${id}` } })
      return logIn(ask, id)
    },
    look: (token: string) => ask({ method: 'GET', headers: bearer(token) }),
    move: (token: string, move: Json) => ask({ path: '/api/v2/moves', headers: bearer(token), json: move }),
  })
  const logIn = (ask: ReturnType<typeof playing>, id: string): string => {
    const body = new URLSearchParams({ grant_type: 'password', username: id, password: `secret of ${id}` }).toString()
    return ask({ path: '/api/v2/oauth/token', headers: form, body }).json.access_token
  }
  const one = ['{{user.text5:1}}', '{{secret.text15:1}}', '{{token.text20:1}}'] as const
  const other = ['{{user.text5:2}}', '{{secret.text15:2}}', '{{token.text20:2}}'] as const
  const moved = (token: string, move: Json, answer: Json): RecordedExchange =>
    recorded({ path: '/api/v2/moves', headers: { ...json, ...bearer(token) }, body: { json: move } }, answer, 201)

  it('lets another user take the part of one who was recorded', () => {
    const ask = playing(
      ...user(...one),
      ...user(...other),
      recorded({ method: 'GET', headers: bearer(other[2]) }, { mine: true }),
    )
    const { enter, look } = asking(ask)
    const token = enter('karla')
    expect(look(token).json).toEqual({ mine: true })
    expect(look(token).json).toEqual({ mine: true })
  })

  it('goes on like somebody to whom the same had happened', () => {
    const { enter, move } = asking(
      playing(
        ...user(...one),
        moved(one[2], { open: true }, { door: '{{#id:1}}' }),
        moved(one[2], { through: '{{#id:1}}' }, { into: 'the garden' }),
        ...user(...other),
        moved(other[2], { open: true }, { door: '{{#id:2}}' }),
        moved(other[2], { shut: '{{#id:2}}' }, { into: 'the dark' }),
      ),
    )
    const token = enter('karla')
    const { door } = move(token, { open: true }).json
    expect(move(token, { shut: door }).json).toEqual({ into: 'the dark' })
  })

  it('gives ids of their own to users who play the same part', () => {
    const { enter, look, move } = asking(
      playing(
        ...user(...one),
        moved(one[2], { open: true }, { door: '{{#id:1}}' }),
        recorded({ method: 'GET', headers: bearer(one[2]) }, { id: one[0], doors: ['{{#id:1}}'] }),
      ),
    )
    const doors = ['karla', 'maria', 'petra'].map((id) => {
      const token = enter(id)
      const { door } = move(token, { open: true }).json
      expect(look(token).json).toEqual({ id, doors: [door] })
      return door
    })
    expect(new Set(doors).size).toBe(3)
  })

  it('starts anew with a user who logs in as somebody new', () => {
    const ask = playing(
      ...user(...one),
      moved(one[2], { open: true }, { door: 1 }),
      ...user(...other),
      login(other[0], other[1], '{{token.text20:3}}'),
      moved('{{token.text20:3}}', { open: true }, { door: 2 }),
    )
    const { enter, move } = asking(ask)
    const first = enter('karla')
    expect(move(first, { open: true }).json).toEqual({ door: 1 })
    const second = logIn(ask, 'karla')
    expect(second).not.toBe(first)
    expect(move(second, { open: true }).json).toEqual({ door: 2 })
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
