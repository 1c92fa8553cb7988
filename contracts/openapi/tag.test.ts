import { expect, it } from 'vitest'
import { toTagName } from './tag.ts'

it.each([
  ['Bank Connections', 'bank-connections'],
  ['BankConnections', 'bank-connections'],
  ['Accounts', 'accounts'],
  ['TPPCertificates', 'tpp-certificates'],
  ['TPP Credentials', 'tpp-credentials'],
  ['Mocks and Tests', 'mocks-and-tests'],
  ['MocksAndTests', 'mocks-and-tests'],
])('names the folder of %s %s', (tag, name) => {
  expect(toTagName(tag)).toBe(name)
})
