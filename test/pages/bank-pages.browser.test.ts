import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type BankSite, startBankSite } from '../browser/bank-site.ts'
import { launchBrowser, openPage } from '../browser/launch.ts'
import { expectSoundPage } from '../browser/sound-page.ts'

vi.setConfig({ testTimeout: 30_000 }) // a second each, unless the machine is busy

const script = '<script>alert(1)</script>'
const long = 'Donaudampfschifffahrtsgesellschaftskapitänskajütenschlüsselverwaltung'

let browser: Browser
let site: BankSite
/** What any page said on the console, failed to load or refused to do. */
let complaints: string[] = []

beforeAll(async () => {
  browser = await launchBrowser()
  site = await startBankSite({ clientName: script, bankName: long, accountName: script, accountType: long })
}, 60_000)

afterAll(async () => {
  await browser?.close()
  site?.close()
})

afterEach(() => {
  const heard = complaints
  complaints = []
  expect(heard).toEqual([])
})

/** Pages by the options of their context: starting one costs more than all that a test does on it. */
const pages = new Map<string, Promise<Page>>()

/** A page as good as new: nothing of the tests before is shown, remembered or waited for. */
async function open({ viewport, colorScheme, ...options }: BrowserContextOptions = {}): Promise<Page> {
  const full = { locale: 'de-DE', ...options }
  const key = JSON.stringify(full)
  const opening = pages.get(key) ?? openPage(browser, full, (complaint) => complaints.push(complaint))
  pages.set(key, opening)
  const page = await opening
  await page.context().clearCookies()
  await page.setViewportSize(viewport ?? { width: 1280, height: 720 })
  await page.emulateMedia({ colorScheme: colorScheme ?? 'light' })
  return page
}

let visitCount = 0
const newState = (): string => `open-${++visitCount}`

const words = {
  de: { locale: 'de-DE', logIn: 'Anmelden', approve: 'Zustimmen', cancel: 'Abbrechen', allow: 'Zugriff erlauben?' },
  en: { locale: 'en-GB', logIn: 'Log in', approve: 'Approve', cancel: 'Cancel', allow: 'Allow access?' },
} as const

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** Waits for the one heading of the next page: until then the old one may still be shown. */
const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor()

async function logIn(page: Page, text: (typeof words)['de' | 'en'], pin = 'demo'): Promise<void> {
  await page.getByLabel('Onlinebanking-ID').fill('demo')
  await page.getByLabel('PIN').fill(pin)
  await button(page, text.logIn).click()
}

describe.each([true, false])('with JavaScript %s', (javaScriptEnabled) => {
  describe.each(['de', 'en'] as const)('in %s', (language) => {
    const text = words[language]

    it.each(['approve', 'cancel'] as const)(
      'returns to the client after %s, with its own query kept',
      async (decision) => {
        const page = await open({ javaScriptEnabled, locale: text.locale })
        const state = newState()
        await page.goto(`${site.bank}/login?state=${state}`)
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        await logIn(page, text)
        await heading(page, text.allow)
        await button(page, text[decision]).click()
        await page.waitForURL('**/home?**')
        expect(new URL(page.url()).search).toBe(
          `?tenant=1&tenant=2&state=${state}&code=${decision === 'approve' ? 'approved' : 'cancelled'}`,
        )
      },
    )

    it('returns to the client when cancelled before login', async () => {
      const page = await open({ javaScriptEnabled, locale: text.locale })
      await page.goto(`${site.bank}/login?state=${newState()}`)
      await button(page, text.cancel).click()
      await page.waitForURL('**/home?**')
      expect(new URL(page.url()).searchParams.get('code')).toBe('cancelled')
    })
  })
})

describe('the login page', () => {
  it('says when the PIN is wrong, keeps the name, drops the PIN and waits in the PIN field', async () => {
    const page = await open()
    await page.goto(`${site.bank}/login?state=${newState()}`)
    await logIn(page, words.de, 'wrong')
    const alert = page.getByRole('alert')
    expect(await alert.textContent()).toContain('hat nicht geklappt')
    expect(await page.title()).toContain('Fehler: Anmelden')
    expect(await page.getByLabel('Onlinebanking-ID').inputValue()).toBe('demo')
    expect(await page.getByLabel('PIN').inputValue()).toBe('')
    expect(await page.getByLabel('PIN').getAttribute('aria-describedby')).toBe(await alert.getAttribute('id'))
    expect(await focused(page)).toBe('pin')
    await logIn(page, words.de)
    await heading(page, words.de.allow)
  })

  it('changes its language by a link, and the choice lasts through a wrong PIN and the approval', async () => {
    const page = await open()
    await page.goto(`${site.bank}/login?state=${newState()}`)
    await page.getByRole('link', { name: 'English' }).click()
    await logIn(page, words.en, 'wrong')
    expect(await page.getByRole('alert').textContent()).toContain('Login failed')
    await logIn(page, words.en)
    await heading(page, words.en.allow)
  })

  it('is walked from top to bottom with the keyboard alone', async () => {
    const page = await open()
    await page.goto(`${site.bank}/login?state=${newState()}`)
    expect(await focused(page)).toBe('user')
    await page.keyboard.type('demo')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('pin')
    await page.keyboard.type('nearly')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Anmelden')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Abbrechen')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await page.keyboard.type('demo')
    await page.keyboard.press('Enter')
    await heading(page, words.de.allow)
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Zustimmen')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Abbrechen')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/home?**')
    expect(new URL(page.url()).searchParams.get('code')).toBe('approved')
  })
})

describe('every page', () => {
  it('shows names as text, whatever they hold', async () => {
    const page = await open()
    await page.goto(`${site.oddBank}/login?state=${newState()}`)
    expect(await page.locator('.intro strong').textContent()).toBe(script)
    await logIn(page, words.de)
    await heading(page, words.de.allow)
    expect(await page.locator('.accounts strong').textContent()).toBe(script)
    expect(await page.locator('script').count()).toBe(0)
  })

  it.each([
    { width: 360, world: 'one', colorScheme: 'light' },
    { width: 360, world: 'odd', colorScheme: 'dark' },
    { width: 1280, world: 'one', colorScheme: 'dark' },
  ] as const)(
    'fits $width pixels, is labelled and readable ($world, $colorScheme)',
    async ({ width, world, colorScheme }) => {
      const page = await open({ viewport: { width, height: 800 }, colorScheme })
      await page.goto(`${world === 'odd' ? site.oddBank : site.bank}/login?state=${newState()}`)
      await expectSoundPage(page)
      await logIn(page, words.de, 'wrong')
      await page.getByRole('alert').waitFor()
      await expectSoundPage(page)
      await logIn(page, words.de)
      await heading(page, words.de.allow)
      await expectSoundPage(page)
    },
  )

  it('explains itself where nothing can be done', async () => {
    const page = await open({ viewport: { width: 360, height: 640 } })
    for (const { state, title } of [
      { state: 'unheard-of', title: 'Diese Anfrage kennen wir nicht' },
      { state: 'expired', title: 'Diese Anfrage ist abgelaufen' },
    ]) {
      await page.goto(`${site.bank}/login?state=${state}`)
      await heading(page, title)
      await expectSoundPage(page)
    }
    // Chromium itself notes the two error statuses, which are meant.
    complaints = complaints.filter((complaint) => !/status of (404|410)/.test(complaint))
  })
})

// Runs in the page, as text: the project's types know no DOM.
const focused = (page: Page): Promise<string> =>
  page.evaluate('document.activeElement.id || document.activeElement.textContent.trim()')
