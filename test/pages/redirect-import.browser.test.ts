import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFinApiClient, isFinApiResponseError } from '../../client/index.ts'
import { type MockServer, startMockServer } from '../../server/index.ts'
import { launchBrowser, openPage } from '../browser/launch.ts'

let browser: Browser
/** One page for all visits, as one person has one browser. */
let page: Page
let complaints: string[] = []
let mock: MockServer
let tpp: Server
let tppUrl: string

beforeAll(async () => {
  browser = await launchBrowser()
  page = await openPage(browser, { locale: 'en-GB', javaScriptEnabled: false }, (text) => complaints.push(text))
  mock = await startMockServer({ port: 0, downloadTime: 0, checkResponses: true })
  // The client's own page, where the bank sends the browser back to.
  tpp = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><link rel="icon" href="data:,"><h1>Back</h1>')
  })
  await new Promise<void>((resolve) => tpp.listen(0, '127.0.0.1', resolve))
  tppUrl = `http://127.0.0.1:${(tpp.address() as AddressInfo).port}`
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await mock?.close()
  tpp?.close()
})

/** Imports the redirect bank while a person, in a real browser, presses the given button on the bank's page. */
const importPressing = async (version: 'v1' | 'v2', button: 'Approve' | 'Cancel', world: string) => {
  complaints = []
  const finapi = createFinApiClient({
    baseUrl: mock.url + world,
    clientId: 'mock-client',
    clientSecret: 'mock-secret',
    version,
  })
  const { id, password } = await finapi.users.create({})
  const user = finapi.asUser({ id, password })
  const visitRedirect = async ({ url }: { url: string }): Promise<string> => {
    await page.goto(url)
    await page.getByLabel('Onlinebanking-ID').fill('demo')
    await page.getByLabel('PIN').fill('demo')
    await page.getByRole('button', { name: 'Log in', exact: true }).click()
    await page.getByText('Mock Client').first().waitFor()
    await page.getByRole('button', { name: button, exact: true }).click()
    await page.waitForURL(`${tppUrl}/**`)
    return new URL(page.url()).search
  }
  const imported = user.importBankConnection(
    {
      bankId: 280002,
      bankingInterface: 'XS2A',
      loginCredentials: [{ label: 'Onlinebanking-ID', value: 'someone' }],
      redirectUrl: `${tppUrl}/back?order=17`,
    },
    { visitRedirect },
  )
  return { user, imported }
}

describe.each(['v1', 'v2'] as const)('the redirect bank in a real browser, %s', (version) => {
  it.each(['', '/w/another'])('imports after the user approved, in world "%s"', async (world) => {
    const { user, imported } = await importPressing(version, 'Approve', world)
    const { id } = await imported
    expect((await user.waitUntilReady(id, { interval: 1 })).updateStatus).toBe('READY')
    expect(complaints).toEqual([])
  })

  it('is refused by the bank after the user cancelled', async () => {
    const { imported, user } = await importPressing(version, 'Cancel', '')
    const error: unknown = await imported.catch((reason: unknown) => reason)
    expect(isFinApiResponseError(error) && [error.status, error.code]).toEqual([422, 'BANK_SERVER_REJECTION'])
    expect((await user.bankConnections.list()).connections).toEqual([])
  })
})
