import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { fakeVisits } from '../../../test/helpers/fake-visits.ts'
import { mountBankPages } from '../../../test/helpers/mount-bank-pages.ts'

const pages = mountBankPages('/bank', () => fakeVisits('https://app.example/'))
const app = new Hono().all('/bank/*', (c) => pages(c.req.raw))

describe('bodies that are not forms', () => {
  const send = (path: string, body: string | FormData | Uint8Array<ArrayBuffer>, type?: string) =>
    app.request(`/bank/${path}`, {
      method: 'POST',
      body,
      ...(type ? { headers: { 'content-type': type } } : {}),
    })
  const form = 'application/x-www-form-urlencoded'

  it.each(['login', 'decision'])('get a page with the right status from %s', async (path) => {
    expect((await send(path, '{"state":"open"}', 'application/json')).status).toBe(415)
    expect((await send(path, new FormData())).status).toBe(415)
    expect((await app.request(`/bank/${path}`, { method: 'POST' })).status).toBe(415)
    expect((await send(path, `user=${'x'.repeat(9000)}`, form)).status).toBe(413)
    expect((await send(path, '', form)).status).toBe(path === 'login' ? 404 : 400)
    expect((await send(path, new Uint8Array([0xff, 0x26, 0x25, 0x00]), form)).status).toBeLessThan(500)
    expect((await send(path, 'state=%E0%A4%A&state=open&__proto__=1', `${form}; charset=x`)).status).toBe(404)
  })

  it('are read only up to the limit', async () => {
    let sent = 0
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1024
        controller.enqueue(new Uint8Array(1024))
      },
    })
    const request = new Request('http://localhost/bank/login', {
      method: 'POST',
      body: endless,
      headers: { 'content-type': form },
      duplex: 'half',
    } as RequestInit)
    expect((await app.request(request)).status).toBe(413)
    expect(sent).toBeLessThan(20_000)
  })
})
