import { describe, expect, it } from 'vitest'
import { startApp } from '../helpers/api-dialect.ts'

describe('/_mock/faults', () => {
  it.each([
    { spec: {}, message: /^kind must be one of status, gateway,.* but is missing$/ },
    { spec: { kind: 'nothing' }, message: /^kind must be one of/ },
    { spec: { kind: 'status' }, message: /^status must be a whole number from 400 to 599, but is missing$/ },
    { spec: { kind: 'status', status: 200 }, message: /^status must be a whole number from 400 to 599, but is 200$/ },
    { spec: { kind: 'status', status: 500, code: 'NO' }, message: /^code must be one of ADDITIONAL/ },
    { spec: { kind: 'gateway', status: 500 }, message: /502/ },
    { spec: { kind: 'delay', delay: 'soon' }, message: /^delay must be milliseconds or an ISO 8601 duration/ },
    { spec: { kind: 'cut', at: 'once' }, message: /^at must be one of before-headers/ },
    { spec: { kind: 'invalid-json', when: 'before' }, message: /^when must be 'after' or left out/ },
    { spec: { kind: 'invalid-json', times: 0 }, message: /^times must be a whole number of at least 1, but is 0$/ },
    { spec: { kind: 'invalid-json', operation: 'importBank' }, message: /did you mean 'importBankConnection'/ },
    { spec: { kind: 'invalid-json', path: 'api' }, message: /^path must be a path such as/ },
    { spec: { kind: 'delay', delay: 'P36526D' }, message: /^delay must be .* at most 100 years/ },
    { spec: { kind: 'slow-body', duration: 1e300 }, message: /^duration must be .* at most 100 years/ },
    { spec: { kind: 'invalid-json', delay: 1 }, message: /^A fault has no field 'delay'; it has / },
  ])('refuses $spec', async ({ spec, message }) => {
    const app = startApp()
    const refused = await app.call('POST', '/_mock/faults', { body: spec })
    expect(refused.status).toBe(400)
    expect(refused.body.message).toMatch(message)
  })

  it('adds, lists and removes the faults of its world', async () => {
    const app = startApp()
    const spec = { kind: 'gateway', status: 502, times: 2 }
    const added = await app.call('POST', '/w/mine/_mock/faults', { body: spec })
    expect(added.status).toBe(201)
    expect(added.body).toEqual({ id: 1, spec, seen: 0, applied: 0, left: 2 })
    expect((await app.call('GET', '/w/mine/api/v2/users')).status).toBe(502)
    expect((await app.call('GET', '/w/mine/_mock/faults')).body.faults).toMatchObject([{ id: 1, applied: 1, left: 1 }])
    expect((await app.call('GET', '/_mock/faults')).body.faults).toEqual([])
    expect((await app.call('GET', '/w/mine/_mock/faults/1')).body).toMatchObject({ id: 1 })
    expect((await app.call('DELETE', '/w/mine/_mock/faults/1')).status).toBe(204)
    expect((await app.call('DELETE', '/w/mine/_mock/faults/1')).body.message).toMatch(/no fault 1/)
    await app.call('POST', '/w/mine/_mock/faults', { body: spec })
    expect((await app.call('DELETE', '/w/mine/_mock/faults')).status).toBe(204)
    expect((await app.call('GET', '/w/mine/_mock/faults')).body.faults).toEqual([])
  })

  it('keeps the faults of a world apart, and copies them with a fork', async () => {
    const app = startApp()
    app.world.faults.add({ kind: 'status', status: 503, times: 3 })
    expect((await app.call('GET', '/w/other/api/v2/users')).status).toBe(401)
    expect((await app.call('GET', '/api/v2/users')).status).toBe(503)
    await app.call('POST', '/_mock/worlds/default/fork', { body: { name: 'copy' } })
    expect((await app.call('GET', '/w/copy/api/v2/users')).status).toBe(503)
    expect((await app.call('GET', '/w/copy/_mock/faults')).body.faults).toMatchObject([{ id: 1, applied: 2, left: 1 }])
    expect((await app.call('GET', '/_mock/faults')).body.faults).toMatchObject([{ id: 1, applied: 1, left: 2 }])
    const added = await app.call('POST', '/w/copy/_mock/faults', { body: { kind: 'invalid-json' } })
    expect(added.body.id).toBe(2)
  })
})
