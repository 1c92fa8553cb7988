import { describe, expect, it } from 'vitest'
import type { DemoBank } from './demo-banks.ts'
import { buildImportRequest } from './import-request.ts'

const bank: DemoBank = {
  approach: 'redirect',
  bankId: 5,
  blz: 'DEMO0002',
  interfaceName: 'XS2A',
  loginFields: [
    { label: 'Name', isSecret: false },
    { label: 'Geheimnis', isSecret: true },
  ],
}
const options = { login: { user: 'u', password: 'p' }, returnUrl: 'https://tpp.example.com/' }

describe('buildImportRequest', () => {
  it.each([
    { version: 'v1', field: 'interface' },
    { version: 'v2', field: 'bankingInterface' },
  ] as const)('names the interface as $version does', ({ version, field }) => {
    expect(buildImportRequest(version, bank, options)).toEqual({
      bankId: 5,
      [field]: 'XS2A',
      redirectUrl: 'https://tpp.example.com/',
      loginCredentials: [
        { label: 'Name', value: 'u' },
        { label: 'Geheimnis', value: 'p' },
      ],
    })
  })

  it('sends a return URL only where the bank redirects', () => {
    expect(buildImportRequest('v2', { ...bank, approach: 'embedded' }, options)).not.toHaveProperty('redirectUrl')
  })

  it('lets a rule change anything', () => {
    expect(buildImportRequest('v2', bank, { ...options, overrides: { bankId: 'x' } })).toMatchObject({ bankId: 'x' })
  })
})
