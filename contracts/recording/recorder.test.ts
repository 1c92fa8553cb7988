import { describe, expect, it } from 'vitest'
import type { Exchange } from '../exchange.ts'
import { createRecorder } from './recorder.ts'
import { SecretInRecording } from './secrets.ts'

const start = new Date('2026-07-27T10:00:00Z')

const exchange = (
  request: Partial<Exchange['request']>,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Exchange => ({
  operationId: 'importBankConnection',
  version: 'v2',
  request: { method: 'POST', path: '/api/v2/bankConnections/import', headers: {}, body: undefined, ...request },
  response: {
    status: 510,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  },
  milliseconds: 1,
})

const record = (...exchanges: Exchange[]): string => {
  const recorder = createRecorder({ version: 'v2', target: 'test', secrets: ['the-client-secret'], start })
  for (const one of exchanges) recorder.addExchange(one)
  recorder.endRule('test.rule', 'passed')
  return recorder.toFiles().get('001-test.rule.json') ?? ''
}

const recordBody = (body: unknown): unknown => JSON.parse(record(exchange({}, body)))[0].response.body.json

describe('a recording', () => {
  it.each([
    { what: 'an id', body: { id: 4711 }, kept: { id: '{{#id:1}}' } },
    {
      what: 'a list of ids, in their order',
      body: { accountIds: [9, 7] },
      kept: { accountIds: ['{{#id:2}}', '{{#id:1}}'] },
    },
    { what: 'an IBAN', body: { iban: 'DE89370400440532013000' }, kept: { iban: '{{iban.text22:1}}' } },
    {
      what: 'an IBAN in a text',
      body: { purpose: 'an DE89370400440532013000' },
      kept: { purpose: 'an {{iban.text22:1}}' },
    },
    {
      what: 'an e-mail address in a text',
      body: { message: 'ask a.b@example.org' },
      kept: { message: 'ask {{email.text15:1}}' },
    },
    { what: 'a day', body: { valueDate: '2026-07-20' }, kept: { valueDate: '{{day.plain:-7}}' } },
    {
      what: 'a time',
      body: { importDate: '2026-07-27T12:00:01.500+02:00' },
      kept: { importDate: '{{time.offset:1500}}' },
    },
    { what: 'a name', body: { accountHolderName: 'Mia Muster' }, kept: { accountHolderName: '{{word:1}} {{word:2}}' } },
    {
      what: 'a page of the bank',
      body: { redirectUrl: 'https://b.example/x?s=1' },
      kept: { redirectUrl: '{{page.text23:1}}' },
    },
    { what: 'a host', body: { logo: 'https://cdn.example/a.png' }, kept: { logo: 'https://{{host:1}}/a.png' } },
    {
      what: 'the name of a bank, which is public',
      body: { name: 'Testbank', blz: '12345678' },
      kept: { name: 'Testbank', blz: '12345678' },
    },
    { what: 'a masked secret', body: { password: 'XXXXX' }, kept: { password: 'XXXXX' } },
    {
      what: 'secrets by any spelling of their names',
      body: { Kennwort: 'open-sesame', 'client-secret': 'of-the-client', smsTAN: 123456 },
      kept: { Kennwort: '{{secret.text11:2}}', 'client-secret': '{{secret.text13:3}}', smsTAN: '{{#tan.digits6:1}}' },
    },
    { what: 'money', body: { amount: -4.94 }, kept: { amount: -4.94 } },
  ])('records $what', ({ body, kept }) => {
    expect(recordBody(body)).toEqual(kept)
  })

  it('replaces a secret that a malformed request contains, and the response repeats', () => {
    const text = '{"password": "open sesame", '
    const [recorded] = JSON.parse(record(exchange({ body: text }, { message: `Malformed: ${text}` })))
    expect(recorded.request.body.text).toBe('{"password": "{{secret.text11:2}}", ')
    expect(recorded.response.body.json.message).toBe('Malformed: {"password": "{{secret.text11:2}}", ')
  })

  it('keeps references: the hash of a response is the same in the next request', () => {
    const hash = '0123456789abcdef0123456789abcdef'
    const callback = `state=7d0a&code=c0de-${hash.slice(0, 4)}`
    const reply = { multiStepAuthentication: { hash, redirectCallback: callback } }
    const [first, second] = JSON.parse(
      record(
        exchange({}, { errors: [{ multiStepAuthentication: { hash, redirectContext: '7d0a' } }] }),
        exchange(
          { headers: { 'content-type': 'application/json' }, body: JSON.stringify(reply) },
          { errors: [{ message: `Hash '${hash}' is over` }] },
        ),
      ),
    )
    expect(first.response.body.json.errors[0].multiStepAuthentication.hash).toBe('{{hash.hex32:1}}')
    expect(second.request.body.json.multiStepAuthentication).toEqual({
      hash: '{{hash.hex32:1}}',
      redirectCallback: 'state={{context.text4:1}}&code={{callback.text9:1}}',
    })
    expect(second.response.body.json.errors[0].message).toBe("Hash '{{hash.hex32:1}}' is over")
  })

  it('keeps headers and queries only if they are not personal', () => {
    const [{ request, response }] = JSON.parse(
      record(
        exchange(
          {
            path: '/api/v2/accounts/4711?search=Mia&ids=4711,4712&page=2',
            headers: { authorization: 'Bearer tok.en-1', accept: 'application/json', 'psu-ip-address': '10.1.2.3' },
          },
          {},
          { 'x-internal-host': 'db7' },
        ),
      ),
    )
    expect(request).toMatchObject({
      path: '/api/v2/accounts/{{id:1}}',
      query: [
        ['search', '{{query.text3:1}}'],
        ['ids', '{{id:1}},{{id:2}}'],
        ['page', '2'],
      ],
      headers: { authorization: 'Bearer {{token.text8:1}}', accept: 'application/json', 'psu-ip-address': null },
    })
    expect(response.headers).toEqual({ 'content-type': 'application/json', 'x-internal-host': null })
  })

  it.each([
    { how: 'in base64', text: Buffer.from('the-client-secret').toString('base64') },
    { how: 'in hexadecimal', text: Buffer.from('the-client-secret').toString('hex') },
    { how: 'within a word', text: 'xthe-client-secretx' },
    { how: 'as a JSON web token', text: 'eyJhbGciOiJI.eyJzdWIiOiIx.abcdefgh' },
  ])('is refused when a secret is in it $how', ({ text }) => {
    expect(() => record(exchange({}, { note: text }))).toThrow(SecretInRecording)
    expect(() => record(exchange({}, { note: text }))).not.toThrow('the-client-secret')
  })
})
