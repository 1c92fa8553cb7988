import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFinApiClient } from '../../client/index.ts'
import { type MockServer, startMockServer } from '../../server/index.ts'
import { launchBrowser, openPage } from '../browser/launch.ts'
import { expectSoundPage } from '../browser/sound-page.ts'

const PHONE = { viewport: { width: 390, height: 844 }, locale: 'en-GB' }

let browser: Browser
let mock: MockServer

beforeAll(async () => {
  browser = await launchBrowser()
  mock = await startMockServer({ port: 0, now: '2026-03-10T10:00:00Z', checkResponses: true })
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await mock?.close()
})

const login = [
  { label: 'Onlinebanking-ID', value: 'demo' },
  { label: 'PIN', value: 'demo' },
]

/** Opens the device of a world, and makes a user of that world whose app asks the bank. */
const open = async (world: string, options: Parameters<typeof openPage>[1] = {}) => {
  const baseUrl = `${mock.url}/w/${world}`
  const complaints: string[] = []
  const page = await openPage(browser, { ...PHONE, ...options }, (text) => {
    // Pressing a button leaves the page, and with it the look for news that was under way.
    if (!text.endsWith('net::ERR_ABORTED')) complaints.push(text)
  })
  await page.goto(`${baseUrl}/_mock/device`)
  const finapi = createFinApiClient({ baseUrl, clientId: 'mock-client', clientSecret: 'mock-secret', pollInterval: 0 })
  const { id, password } = await finapi.users.create({})
  return { page, complaints, user: finapi.asUser({ id, password }) }
}

type User = Awaited<ReturnType<typeof open>>['user']

/** An app that asks as often as it has to, while the user looks at the device. */
const importWithPush = (user: User, approve: () => Promise<void>) =>
  user.importBankConnection(
    { bankId: 277672, bankingInterface: 'XS2A', loginCredentials: login },
    { chooseProcedure: () => 'DEMO-TSP-02', approveDecoupled: approve },
  )

const importWithTan = (user: User, readTan: () => Promise<string>) =>
  user.importBankConnection(
    { bankId: 280001, bankingInterface: 'XS2A', loginCredentials: login },
    { chooseProcedure: () => 'DEMO-SMS', answerChallenge: readTan },
  )

const codeOn = async (page: Page): Promise<string> => (await page.locator('code').innerText()).trim()

describe("the user's device in a real browser", () => {
  it('shows a push as it arrives, and approves it', async () => {
    const { page, complaints, user } = await open('live')
    await page.getByText('Nothing is waiting for you.').waitFor()
    const approve = async () => {
      await page.getByRole('button', { name: 'Approve' }).waitFor()
      await expectSoundPage(page)
      await page.getByRole('button', { name: 'Approve' }).click()
      await page.getByText('Approved.').waitFor()
    }
    expect(await importWithPush(user, approve)).toMatchObject({ updateStatus: 'IN_PROGRESS' })
    await page.getByText('Nothing is waiting for you.').waitFor()
    expect(complaints).toEqual([])
  })

  it('shows the code that the bank sent', async () => {
    const { page, complaints, user } = await open('code', { colorScheme: 'dark' })
    const readTan = async () => {
      const code = await codeOn(page)
      await expectSoundPage(page)
      return code
    }
    expect(await importWithTan(user, readTan)).toMatchObject({ updateStatus: 'IN_PROGRESS' })
    expect(complaints).toEqual([])
  })

  it('works without scripts', async () => {
    const { page, user } = await open('plain', { javaScriptEnabled: false })
    const readTan = async () => {
      await page.reload()
      return codeOn(page)
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
