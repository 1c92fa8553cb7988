import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFinApiClient, isFinApiResponseError } from '../../client/index.ts'
import { type MockServer, startMockServer } from '../../server/index.ts'
import { type ClientSite, startClientSite } from '../browser/begin-visit.ts'
import { useBrowser } from '../browser/use-browser.ts'

const { open } = useBrowser()
let mock: MockServer
let client: ClientSite

beforeAll(async () => {
  mock = await startMockServer({ port: 0, downloadTime: 0, checkResponses: true })
  client = await startClientSite()
})

afterAll(async () => {
  await mock?.close()
  client?.close()
})

/** Imports from the redirect bank while a person, in a real browser, presses a button of the bank's page. */
const importPressing = async (version: 'v1' | 'v2', button: 'Approve' | 'Cancel', world = '') => {
  const baseUrl = mock.url + world
  const finapi = createFinApiClient({ baseUrl, clientId: 'mock-client', clientSecret: 'mock-secret', version })
  const user = finapi.asUser(await finapi.users.create({}))
  const page = await open({ locale: 'en-GB', javaScriptEnabled: false })
  const visitRedirect = async ({ url }: { url: string }): Promise<string> => {
    await page.goto(url)
    await page.getByLabel('Onlinebanking-ID').fill('demo')
    await page.getByLabel('PIN').fill('demo')
    await page.getByRole('button', { name: 'Log in', exact: true }).click()
    await page.getByText('Mock Client').first().waitFor()
    await page.getByRole('button', { name: button, exact: true }).click()
    await page.waitForURL(`${client.url}/**`)
    return new URL(page.url()).search
  }
  const loginCredentials = [{ label: 'Onlinebanking-ID', value: 'someone' }]
  const redirectUrl = `${client.url}/back?order=17`
  const imported = user.importBankConnection(
    { bankId: 280002, bankingInterface: 'XS2A', loginCredentials, redirectUrl },
    { visitRedirect },
  )
  return { user, imported }
}

describe('an import from the redirect bank in a real browser', () => {
  it.each([
    { version: 'v1', world: '' },
    { version: 'v2', world: '/w/another' },
  ] as const)('is complete after the PSU approved ($version, in world "$world")', async ({ version, world }) => {
    const { user, imported } = await importPressing(version, 'Approve', world)
    const { id } = await imported
    expect((await user.waitUntilReady(id, { interval: 1 })).updateStatus).toBe('READY')
  })

  it('is rejected by the bank after the PSU cancelled', async () => {
    const { imported, user } = await importPressing('v2', 'Cancel')
    const error: unknown = await imported.catch((reason: unknown) => reason)
    expect(isFinApiResponseError(error) && [error.status, error.code]).toEqual([422, 'BANK_SERVER_REJECTION'])
    expect((await user.bankConnections.list()).connections).toEqual([])
  })
})
