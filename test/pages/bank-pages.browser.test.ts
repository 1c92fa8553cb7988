import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MockServer, startMockServer } from '../../server/index.ts'
import { beginVisit, type ClientSite, startClientSite } from '../browser/begin-visit.ts'
import { LONG_WORD, ODD_BANK_ID, SCRIPT, type ScenarioDirectory, writeOddBank } from '../browser/odd-bank.ts'
import { expectSoundPage } from '../browser/sound-page.ts'
import { useBrowser } from '../browser/use-browser.ts'
import { MOMENT } from '../helpers/api-dialect.ts'

const { open } = useBrowser()
let scenarios: ScenarioDirectory
let mock: MockServer
let client: ClientSite

beforeAll(async () => {
  scenarios = await writeOddBank()
  mock = await startMockServer({ port: 0, now: MOMENT, scenarios: scenarios.path })
  client = await startClientSite()
})

afterAll(async () => {
  await mock?.close()
  client?.close()
  await scenarios?.remove()
})

const TEXTS = {
  de: { locale: 'de-DE', logIn: 'Anmelden', approve: 'Zustimmen', cancel: 'Abbrechen', allow: 'Zugriff erlauben?' },
  en: { locale: 'en-GB', logIn: 'Log in', approve: 'Approve', cancel: 'Cancel', allow: 'Allow access?' },
} as const
type Texts = (typeof TEXTS)['de' | 'en']

/** Starts an import whose redirectUrl has a query of its own. */
const visit = ({ world = '', bankId = 280002 } = {}): Promise<string> =>
  beginVisit({ url: mock.url + world, bankId, redirectUrl: `${client.url}/callback?tenant=1&tenant=2` })

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** Waits for the heading of the next page: until then the old one may still be shown. */
const waitForHeading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor()

/** Returns the query with which the PSU came back to the client. */
const waitForReturn = async (page: Page): Promise<URLSearchParams> => {
  await page.waitForURL('**/home?**')
  return new URL(page.url()).searchParams
}

const logIn = async (page: Page, texts: Texts = TEXTS.de, pin = 'demo'): Promise<void> => {
  await page.getByLabel('Onlinebanking-ID').fill('demo')
  await page.getByLabel('PIN').fill(pin)
  await button(page, texts.logIn).click()
}

// Runs in the page, as text: the project's types have no DOM.
const readFocus = (page: Page): Promise<string> =>
  page.evaluate('document.activeElement.id || document.activeElement.textContent.trim()')

describe('the bank', () => {
  it.each([
    { language: 'de', decision: 'approve', javaScriptEnabled: true },
    { language: 'de', decision: 'cancel', javaScriptEnabled: false },
    { language: 'en', decision: 'approve', javaScriptEnabled: false },
    { language: 'en', decision: 'cancel', javaScriptEnabled: true },
  ] as const)(
    'sends the PSU back after $decision ($language, JavaScript $javaScriptEnabled), and keeps the query of the redirectUrl',
    async ({ language, decision, javaScriptEnabled }) => {
      const texts = TEXTS[language]
      const page = await open({ javaScriptEnabled, locale: texts.locale })
      const url = await visit()
      await page.goto(url)
      expect(await page.locator('html').getAttribute('lang')).toBe(language)
      await logIn(page, texts)
      await waitForHeading(page, texts.allow)
      await button(page, texts[decision]).click()
      const query = await waitForReturn(page)
      expect(query.getAll('tenant')).toEqual(['1', '2'])
      expect(query.get('state')).toBe(new URL(url).searchParams.get('state'))
      expect(query.get('code')).toMatch(/\S/)
    },
  )

  it.each([{ javaScriptEnabled: true }, { javaScriptEnabled: false }])(
    'sends the PSU back who cancels before the login (JavaScript $javaScriptEnabled)',
    async (options) => {
      const page = await open({ locale: 'de-DE', ...options })
      const url = await visit()
      await page.goto(url)
      await button(page, TEXTS.de.cancel).click()
      expect((await waitForReturn(page)).get('state')).toBe(new URL(url).searchParams.get('state'))
    },
  )
})

describe('the login page', () => {
  it('reports a wrong PIN, keeps the name, drops the PIN and focuses its field', async () => {
    const page = await open({ locale: 'de-DE' })
    await page.goto(await visit())
    await logIn(page, TEXTS.de, 'wrong')
    const alert = page.getByRole('alert')
    expect(await alert.textContent()).toContain('hat nicht geklappt')
    expect(await page.title()).toContain('Fehler: Anmelden')
    expect(await page.getByLabel('Onlinebanking-ID').inputValue()).toBe('demo')
    expect(await page.getByLabel('PIN').inputValue()).toBe('')
    expect(await page.getByLabel('PIN').getAttribute('aria-describedby')).toBe(await alert.getAttribute('id'))
    expect(await readFocus(page)).toBe('pin')
    await logIn(page)
    await waitForHeading(page, TEXTS.de.allow)
  })

  it('changes its language by a link, and keeps it through a wrong PIN and the approval', async () => {
    const page = await open({ locale: 'de-DE' })
    await page.goto(await visit())
    await page.getByRole('link', { name: 'English' }).click()
    await logIn(page, TEXTS.en, 'wrong')
    expect(await page.getByRole('alert').textContent()).toContain('Login failed')
    await logIn(page, TEXTS.en)
    await waitForHeading(page, TEXTS.en.allow)
  })

  it('is used from top to bottom with the keyboard alone', async () => {
    const page = await open({ locale: 'de-DE' })
    await page.goto(await visit())
    // The browser moves the focus some time after the page has loaded.
    await page.locator('#user:focus').waitFor()
    await page.keyboard.type('demo')
    await page.keyboard.press('Tab')
    expect(await readFocus(page)).toBe('pin')
    await page.keyboard.type('nearly')
    await page.keyboard.press('Tab')
    expect(await readFocus(page)).toBe('Anmelden')
    await page.keyboard.press('Tab')
    expect(await readFocus(page)).toBe('Abbrechen')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await page.locator('#pin:focus').waitFor()
    await page.keyboard.type('demo')
    await page.keyboard.press('Enter')
    await waitForHeading(page, TEXTS.de.allow)
    await page.keyboard.press('Tab')
    expect(await readFocus(page)).toBe('Zustimmen')
    await page.keyboard.press('Tab')
    expect(await readFocus(page)).toBe('Abbrechen')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    expect((await waitForReturn(page)).get('code')).toMatch(/\S/)
  })
})

describe('every page of the bank', () => {
  it('shows names as text, whatever they contain', async () => {
    const page = await open({ locale: 'de-DE' })
    await page.goto(await visit({ bankId: ODD_BANK_ID }))
    expect(await page.locator('.bank strong').textContent()).toBe(`${SCRIPT} ${LONG_WORD}`)
    await logIn(page)
    await waitForHeading(page, TEXTS.de.allow)
    expect(await page.locator('.accounts strong').allTextContents()).toEqual([SCRIPT, LONG_WORD])
    expect(await page.locator('script').count()).toBe(0)
  })

  it.each([
    { width: 360, bankId: 280002, colorScheme: 'light' },
    { width: 360, bankId: ODD_BANK_ID, colorScheme: 'dark' },
    { width: 1280, bankId: 280002, colorScheme: 'dark' },
  ] as const)(
    'fits $width pixels, has labels and contrast (bank $bankId, $colorScheme)',
    async ({ width, bankId, colorScheme }) => {
      const page = await open({ locale: 'de-DE', viewport: { width, height: 800 }, colorScheme })
      await page.goto(await visit({ bankId }))
      await expectSoundPage(page)
      await logIn(page, TEXTS.de, 'wrong')
      await page.getByRole('alert').waitFor()
      await expectSoundPage(page)
      await logIn(page)
      await waitForHeading(page, TEXTS.de.allow)
      await expectSoundPage(page)
    },
  )

  it('explains why nothing can be done, for an unknown and for an expired visit', async () => {
    const allowed = /status of (404|410)/
    const page = await open({ locale: 'de-DE', viewport: { width: 360, height: 640 }, allowed })
    const url = await visit({ world: '/w/late' })
    mock.worlds.get('late')?.clock.advance('PT16M')
    for (const { at, title } of [
      { at: url.replace(/state=.*/, 'state=unheard-of'), title: 'Diese Anfrage kennen wir nicht' },
      { at: url, title: 'Diese Anfrage ist abgelaufen' },
    ]) {
      await page.goto(at)
      await waitForHeading(page, title)
      await expectSoundPage(page)
    }
  })
})
