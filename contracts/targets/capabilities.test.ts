import { describe, expect, it } from 'vitest'
import type { OperationResponse } from '../response.ts'
import { findMissing, refusesDirectImport } from './capabilities.ts'
import type { DemoBank } from './demo-banks.ts'

const response = (status: number, code: string): OperationResponse => ({
  operationId: 'importBankConnection',
  version: 'v2',
  status,
  headers: {},
  body: { errors: [{ code }] },
  request: { method: 'POST', path: '/' },
})

const embedded: DemoBank = { approach: 'embedded', bankId: 1, blz: 'DEMO0001', interfaceName: 'XS2A', loginFields: [] }

describe('refusesDirectImport', () => {
  it.each([
    { status: 422, code: 'ILLEGAL_ENTITY_STATE', refuses: true },
    { status: 403, code: 'ILLEGAL_ENTITY_STATE', refuses: true },
    { status: 510, code: 'ADDITIONAL_AUTHENTICATION_REQUIRED', refuses: false },
    { status: 422, code: 'BANK_SERVER_REJECTION', refuses: false },
  ])('says $refuses to $status $code', ({ status, code, refuses }) => {
    expect(refusesDirectImport(response(status, code))).toBe(refuses)
  })

  it('says false to a success without a body', () => {
    expect(refusesDirectImport({ ...response(201, ''), body: undefined })).toBe(false)
  })
})

describe('findMissing', () => {
  it('names each bank that was not found', () => {
    const missing = findMissing({ embedded }, undefined, { provides: ['guide-login'], lacks: [] })
    expect([...missing.keys()]).toEqual(['redirect-bank', 'decoupled-bank'])
    expect(missing.get('redirect-bank')).toMatch(/DEMO0002/)
  })

  it('gives the refusal as the reason for everything that imports', () => {
    const missing = findMissing({ embedded }, 'only through the web form', { provides: [], lacks: [] })
    expect(missing.get('direct-import')).toBe('only through the web form')
    expect(missing.get('imported-data')).toBe('only through the web form')
    expect(missing.has('guide-login')).toBe(true)
  })

  it('counts what is switched off as missing', () => {
    const missing = findMissing({ embedded }, undefined, { provides: ['guide-login'], lacks: ['guide-login'] })
    expect(missing.get('guide-login')).toMatch(/switched off/)
  })

  it('has no data where there is no bank', () => {
    expect(findMissing({}, undefined, { provides: [], lacks: [] }).get('imported-data')).toMatch(/no demo bank/)
  })
})
