import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { formatHtml } from '../../contracts/report/html.ts'
import { formatJunit } from '../../contracts/report/junit.ts'
import { launchBrowser, openPage } from '../browser/launch.ts'
import { expectSoundPage } from '../browser/sound-page.ts'
import { type Flawed, findFlaws } from '../contracts/flawed-findings.ts'

vi.setConfig({ testTimeout: 30_000 }) // a second each, unless the machine is busy

let browser: Browser
let flawed: Flawed
let html: string
let address: string
let complaints: string[] = []

beforeAll(async () => {
  ;[browser, flawed] = await Promise.all([launchBrowser(), findFlaws()])
  html = formatHtml(flawed.findings)
  const file = join(await mkdtemp(join(tmpdir(), 'report-')), 'report.html')
  await writeFile(file, html)
  address = pathToFileURL(file).href
}, 90_000)

afterAll(() => browser?.close())

afterEach(() => {
  const errors = complaints
  complaints = []
  expect(errors).toEqual([])
})

async function open(options: BrowserContextOptions = {}, where = address): Promise<Page> {
  const page = await openPage(browser, options, (complaint) => complaints.push(complaint))
  page.on('request', (request) => {
    if (!/^(file|data):/.test(request.url())) complaints.push(`asked for ${request.url()}`)
  })
  onTestFinished(() => page.context().close())
  await page.goto(where)
  return page
}

const phone = { viewport: { width: 390, height: 844 } }
const desktop = { viewport: { width: 1280, height: 900 } }

describe('the HTML report', () => {
  it.each([
    { ...phone, colorScheme: 'light' },
    { ...phone, colorScheme: 'dark' },
    { ...desktop, colorScheme: 'light' },
    { ...desktop, colorScheme: 'dark' },
  ] as const)('fits $viewport.width pixels and is readable ($colorScheme)', async (options) => {
    const page = await open(options)
    await expectSoundPage(page)
    await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true')
    await expectSoundPage(page)
    const ground = await page.evaluate('getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)')
    expect(Math.max(...(ground as number[])) < 60).toBe(options.colorScheme === 'dark')
  })

  it('shows without JavaScript what failed, the evidence, when it last passed, and how to repeat it', async () => {
    const page = await open({ ...phone, javaScriptEnabled: false })
    expect(await page.locator('header').innerText()).toMatch(/Evidence grades:\s+A\s+documented by finAPI/)
    const failures = page.getByRole('article')
    expect(await failures.count()).toBe(flawed.rulesThatFail.length)
    const failure = failures.filter({ hasText: 'oauth.wrong-client-secret' })
    const text = await failure.innerText()
    expect(text).toContain('A wrong client secret is refused')
    expect(text).toContain('finAPI API document: getToken, answers 400 and 401')
    expect(text).toContain('last passed 2026-03-09')
    await failure.locator('summary').last().click()
    const [request, response, curl] = await failure.locator('details').last().locator('pre').allInnerTexts()
    expect(request).toMatch(/^POST \/api\/v2\/oauth\/token\n/)
    expect(response).toMatch(/^HTTP 200\n[\s\S]*"access_token": "‹TOKEN›"/)
    expect(curl).toContain(`--data-urlencode 'client_secret='"$FINAPI_CLIENT_SECRET_2"`)
    expect(await page.getByRole('search').isVisible()).toBe(false)
  })

  it('shows targets side by side in a table, also those of earlier runs', async () => {
    for (const options of [phone, desktop]) {
      const page = await open(options)
      const table = page.getByRole('table', { name: /^oauth/ })
      const heads = await table.getByRole('columnheader').allInnerTexts()
      expect(heads.map((head) => head.replace(/\s+/g, ' ').trim())).toEqual([
        'Rule',
        'Evidence',
        'mock v1',
        'mock v2',
        'sandbox.finapi.io v2 (earlier run)',
      ])
      const row = table.getByRole('row', { name: /oauth\.wrong-client-secret/ })
      const cells = await row.getByRole('cell').allInnerTexts()
      expect(cells[1]).toMatch(/^passed/)
      expect(cells[2]).toMatch(/^failed/)
      expect(cells[3]).toMatch(/^passed\s+2026-03-08/)
    }
  })

  it('links a result to its failure', async () => {
    const page = await open(desktop)
    await page
      .getByRole('row', { name: /users\.password-is-masked/ })
      .getByRole('link')
      .click()
    const shown = await page.evaluate('document.querySelector(":target h3").textContent')
    expect(shown).toBe('The password of a user is never readable again')
  })

  it('filters rules by words and by result', async () => {
    const page = await open(desktop)
    const rows = page.locator('tbody tr:visible')
    await page.getByLabel('Result').selectOption('failed')
    await page.getByLabel('Search rules').fill('oauth secret')
    expect(await rows.allInnerTexts()).toEqual([expect.stringContaining('oauth.wrong-client-secret')])
    expect(await page.locator('#shown').innerText()).toMatch(/^1 of \d+ rules$/)
    expect(await page.locator('table:visible').count()).toBe(1)
    await page.getByLabel('Search rules').fill('no such rule')
    expect(await rows.count()).toBe(0)
  })

  it('contains no secret of any exchange, in no report', () => {
    const secrets = new Set<string>()
    for (const { request, response } of flawed.exchanges) {
      const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
      if (bearer) secrets.add(bearer)
      for (const [, token] of response.body.matchAll(/"(?:access|refresh)_token":"([^"]+)"/g))
        if (token) secrets.add(token)
      for (const [, word] of response.body.matchAll(/"password":"([^"]+)"/g))
        if (word && word !== 'XXXXX') secrets.add(word)
    }
    expect(secrets.size).toBeGreaterThan(20)
    const texts = [html, formatJunit(flawed.findings)]
    for (const secret of [...secrets, 'mock-secret'])
      for (const text of texts) expect(text.includes(secret)).toBe(false)
  })

  it('shows the text of servers as text, never as markup', async () => {
    const nasty = '</script><img src=x onerror=alert(1)>'
    const [run] = flawed.findings.runs
    if (!run) throw new Error('there is no run')
    const results = run.results
      .slice(0, 2)
      .map((result) => ({ ...result, outcome: 'failed' as const, text: nasty, observations: [nasty] }))
    const html = formatHtml({ ...flawed.findings, runs: [{ ...run, results, notices: [nasty], leftUsers: [nasty] }] })
    const page = await open({}, `data:text/html;charset=utf-8,${encodeURIComponent(html)}`)
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.locator('.difference').first().innerText()).toBe(nasty)
    expect(await page.locator('.notes').innerText()).toContain(nasty)
  })
})

describe('the JUnit report', () => {
  it('is XML that a browser parses, with a case for each result', async () => {
    const page = await open()
    const read = await page.evaluate(
      `((xml) => {
        const parsed = new DOMParser().parseFromString(xml, 'text/xml')
        const count = (name) => parsed.querySelectorAll(name).length
        return { errors: count('parsererror'), suites: count('testsuite'), cases: count('testcase'), failures: count('failure'), skipped: count('skipped') }
      })(${JSON.stringify(formatJunit(flawed.findings))})`,
    )
    const results = flawed.findings.runs.flatMap((run) => run.results)
    expect(read).toEqual({
      errors: 0,
      suites: 2,
      cases: results.length,
      failures: flawed.rulesThatFail.length,
      skipped: results.filter(({ outcome }) => outcome === 'skipped').length,
    })
  })
})
