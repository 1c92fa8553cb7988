import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFinApiClient } from '../../client/index.ts'
import { type MockServer, startMockServer } from '../../server/index.ts'
import { expectSoundPage } from '../browser/sound-page.ts'
import { type PageOptions, useBrowser } from '../browser/use-browser.ts'
import { MOMENT } from '../helpers/api-dialect.ts'

const PHONE = { viewport: { width: 390, height: 844 }, locale: 'en-GB' }

const { open } = useBrowser()
let mock: MockServer

beforeAll(async () => {
  mock = await startMockServer({ port: 0, now: MOMENT, checkResponses: true })
})

afterAll(() => mock?.close())

/** Opens the device page of a world, and creates a user of that world. */
const openDevice = async (world: string, options: PageOptions = {}) => {
  const baseUrl = `${mock.url}/w/${world}`
  // Pressing a button leaves the page, and cancels the request for news that was under way.
  const page = await open({ ...PHONE, allowed: /net::ERR_ABORTED$/, ...options })
  await page.goto(`${baseUrl}/_mock/device`)
  const finapi = createFinApiClient({ baseUrl, clientId: 'mock-client', clientSecret: 'mock-secret', pollInterval: 0 })
  return { page, user: finapi.asUser(await finapi.users.create({})) }
}

type User = Awaited<ReturnType<typeof openDevice>>['user']

const loginCredentials = [
  { label: 'Onlinebanking-ID', value: 'demo' },
  { label: 'PIN', value: 'demo' },
]

const importWithPush = (user: User, approveDecoupled: () => Promise<void>) =>
  user.importBankConnection(
    { bankId: 277672, bankingInterface: 'XS2A', loginCredentials },
    { chooseProcedure: () => 'DEMO-TSP-02', approveDecoupled },
  )

const importWithTan = (user: User, answerChallenge: () => Promise<string>) =>
  user.importBankConnection(
    { bankId: 280001, bankingInterface: 'XS2A', loginCredentials },
    { chooseProcedure: () => 'DEMO-SMS', answerChallenge },
  )

const readCode = async (page: Page): Promise<string> => (await page.locator('code').innerText()).trim()

describe("the PSU's device in a real browser", () => {
  it('shows a push as it arrives, and approves it', async () => {
    const { page, user } = await openDevice('live')
    await page.getByText('Nothing is waiting for you.').waitFor()
    const approve = async () => {
      await page.getByRole('button', { name: 'Approve' }).waitFor()
      await expectSoundPage(page)
      await page.getByRole('button', { name: 'Approve' }).click()
      await page.getByText('Approved.').waitFor()
    }
    expect(await importWithPush(user, approve)).toMatchObject({ updateStatus: 'IN_PROGRESS' })
    await page.getByText('Nothing is waiting for you.').waitFor()
  })

  it('shows the code that the bank sent', async () => {
    const { page, user } = await openDevice('code', { colorScheme: 'dark' })
    const readTan = async () => {
      const code = await readCode(page)
      await expectSoundPage(page)
      return code
    }
    expect(await importWithTan(user, readTan)).toMatchObject({ updateStatus: 'IN_PROGRESS' })
  })

  it('works without scripts', async () => {
    const { page, user } = await openDevice('plain', { javaScriptEnabled: false })
    const readTan = async () => {
      await page.reload()
      return readCode(page)
    }
    expect(await importWithTan(user, readTan)).toMatchObject({ updateStatus: 'IN_PROGRESS' })
    const approve = async () => {
      await page.reload()
      await page.getByRole('button', { name: 'Approve' }).click()
      await page.getByText('Approved.').waitFor()
    }
    expect(await importWithPush(user, approve)).toMatchObject({ updateStatus: 'IN_PROGRESS' })
  })
})
