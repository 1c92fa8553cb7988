import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { findUsualUrl } from './usual-request.ts'

const request = (url: string, host = 'localhost:8510', method = 'GET'): IncomingMessage =>
  Object.assign(new IncomingMessage(new Socket()), { url, method, headers: { host } })

it.each([
  '/',
  '/api/v2/accounts/12',
  '/w/a-b.c_1/api/v1/banks?search=demo&page=1&order=id,asc',
  '/a?url=http://b:1/c;d=[e]~',
])('the URL of %s is the text that was sent', (target) => {
  const url = findUsualUrl(request(target))
  expect(url).toBe(`http://localhost:8510${target}`)
  expect(new URL(url ?? '').href).toBe(url)
})

it.each([
  { reason: 'an escape', target: '/a%20b' },
  { reason: 'a space', target: '/a b' },
  { reason: 'a quote', target: '/a?"' },
  { reason: 'a backslash', target: '/a\\b' },
  { reason: 'a fragment', target: '/a#b' },
  { reason: 'a dot segment', target: '/a/../b' },
  { reason: 'a dot segment before the query', target: '/a/.?b' },
  { reason: 'another form of target', target: 'http://localhost:8510/' },
  { reason: 'no path', target: '*' },
  { reason: 'a letter outside ASCII', target: '/ä' },
])('leaves $reason to node-server', ({ target }) => {
  expect(findUsualUrl(request(target))).toBeUndefined()
})

it.each([['LOCALHOST:8510'], ['localhost'], ['localhost:80'], ['localhost:65536'], ['[::1]:8510'], ['a@b:8510']])(
  'leaves the host %s to node-server',
  (host) => {
    expect(findUsualUrl(request('/', host))).toBeUndefined()
  },
)

it('leaves other methods to node-server, and those that a header replaces', () => {
  expect(findUsualUrl(request('/', 'localhost:8510', 'HEAD'))).toBeUndefined()
  const overridden = request('/', 'localhost:8510', 'POST')
  overridden.headers['x-http-method-override'] = 'DELETE'
  expect(findUsualUrl(overridden)).toBeUndefined()
})
