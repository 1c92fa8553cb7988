import { describe, expect, it } from 'vitest'
import { codeIn, dialects, GUIDE, startSession } from '../../helpers/api-dialect.ts'

describe.each(dialects)('an error in $version', (dialect) => {
  it('has the shape of its kind: 404 for a path, 405 for a method, an error message for an entity', async () => {
    const { app, get, user } = await startSession(dialect)
    const path = `${dialect.base}/nothing`
    expect((await get('/nothing')).body).toEqual({
      timestamp: '2026-03-10T10:00:00.000Z',
      status: 404,
      error: 'Not Found',
      path,
    })
    const refused = await app.call('PUT', `${dialect.base}/banks`, { token: user.token })
    expect([refused.status, codeIn(refused)]).toEqual([405, 'METHOD_NOT_ALLOWED'])
    expect(refused.headers.get('allow')).toBe('GET')
    expect(codeIn(await get('/bankConnections/1'))).toBe('UNKNOWN_ENTITY')
  })

  it.each([
    { given: 'broken JSON', body: '{"bankId":', type: 'application/json', status: 400 },
    { given: 'a form', body: 'bankId=280001', type: 'application/x-www-form-urlencoded', status: 415 },
    { given: '2 MB', body: JSON.stringify({ name: 'x'.repeat(2 ** 21) }), type: 'application/json', status: 413 },
  ])('is the response with $status to $given', async ({ body, type, status }) => {
    const session = await startSession(dialect)
    const refused = await session.post('/bankConnections/import', body, { 'Content-Type': type })
    expect(refused.status).toBe(status)
    expect(codeIn(refused)).toMatch(/^[A-Z_]+$/)
    expect((await session.get('/bankConnections')).body.connections).toEqual([])
  })

  it.each([
    { language: 'de', message: 'Es muss eine Zwei-Faktor-Authentifizierungsmethode ausgewählt werden' },
    { language: 'en', message: 'SCA method selection is required' },
  ])('is written in the language that the client accepts ($language)', async ({ language, message }) => {
    const { importBank } = await startSession(dialect)
    const { body } = await importBank(GUIDE, { 'Accept-Language': language })
    expect(body.errors[0].message).toBe(message)
  })
})
