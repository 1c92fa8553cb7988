import { described, documented } from '../../evidence.ts'
import { expectEqual, expectError, expectEvery, expectPresent, expectSuccess } from '../../expect.ts'
import { listBanks } from '../../flows/banks.ts'
import { emptyUser } from '../../flows/fixtures.ts'
import { listIds } from '../../flows/paging.ts'
import type { ApiVersion, Schema } from '../../openapi/api-types.ts'
import { both, defineRule, skip } from '../../rule.ts'
import { candidates } from '../../targets/demo-banks.ts'

const needs = [] as const

export const bankReadRules = [
  defineRule(
    {
      id: 'banks.read-one',
      title: 'A bank read by its id is the bank in the list',
      versions: both,
      evidence: documented('getBank'),
      needs: ['embedded-bank'],
    },
    async (target) => {
      const as = await emptyUser(target)
      const { bankId: id } = await target.demoBank('embedded')
      const list = await listBanks(target, { ids: [id] })
      const read = expectSuccess(await target.call('getBank', { as, path: { id } }))
      expectEqual(read, list.banks[0], 'the bank by id against the bank in the list')
    },
  ),
  defineRule(
    {
      id: 'banks.unknown',
      title: 'A bank that does not exist is not found',
      versions: both,
      evidence: documented('getBank, response 404'),
      needs,
    },
    async (target) => {
      const response = await target.call('getBank', { as: await emptyUser(target), path: { id: 999_999_999_999 } })
      expectError(response, { status: 404, code: 'UNKNOWN_ENTITY' })
    },
  ),
  defineRule(
    {
      id: 'banks.demo-login-fields',
      title: 'The test bank asks for one visible and one secret login field',
      versions: both,
      evidence: described('finAPI test bank'),
      needs: ['embedded-bank'],
    },
    async (target) => {
      const { loginFields } = await target.demoBank('embedded')
      expectEqual(
        loginFields.map(({ isSecret }) => isSecret),
        [false, true],
        'isSecret of the login fields',
      )
    },
  ),
  defineRule(
    {
      id: 'banks.demo-is-test-bank',
      title: 'The demo banks are marked as test banks',
      versions: both,
      evidence: documented('Bank, isTestBank'),
      needs,
    },
    async (target) => {
      // By BLZ alone: `target.demoBank` ignores banks that are not marked as test banks.
      const demoBanks: Pick<Schema<ApiVersion, 'Bank'>, 'blz' | 'isTestBank'>[] = []
      for (const blz of candidates.embedded) {
        const { banks } = await listBanks(target, { search: blz, perPage: 100 })
        for (const bank of banks) if (bank.blz === blz) demoBanks.push(bank)
      }
      if (demoBanks.length === 0) return skip(`no bank ${candidates.embedded.join(' or ')}`)
      expectEvery(demoBanks, ({ isTestBank }) => isTestBank, 'is marked as a test bank')
    },
  ),
  defineRule(
    {
      id: 'banks.client-token',
      title: 'Banks are listed with a client token too',
      versions: ['v1'],
      evidence: documented('getAndSearchAllBanks, token kinds'),
      needs,
    },
    async (target) => {
      const response = await target.call('getAndSearchAllBanks', { query: { perPage: 1 } })
      expectPresent(expectSuccess(response).banks[0], 'first bank')
    },
  ),
  defineRule(
    {
      id: 'banks.several-by-path',
      title: 'Several banks are read by a list of ids in the path, unknown ones left out',
      versions: ['v1'],
      evidence: documented('getMultipleBanks'),
      needs: [],
    },
    async (target) => {
      const as = await emptyUser(target)
      const list = expectSuccess(await target.call('getAndSearchAllBanks', { as, query: { perPage: 1 } }))
      const id = list.banks[0]?.id ?? skip('there are no banks')
      const path = { ids: `${id},999999999999` }
      const { banks } = expectSuccess(await target.call('getMultipleBanks', { as, path }))
      expectEqual(listIds(banks), [id], 'ids listed')
    },
  ),
]
