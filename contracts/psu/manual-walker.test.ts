import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createManualWalker } from './manual-walker.ts'
import type { BankVisit } from './walker.ts'

const PAGE = 'https://bank.example.com/login?state=17'

/** Makes a walker whose person acts on their task as the test says. */
const createPerson = async (act: (task: string, returnUrl: string) => void, visitLimit?: number) => {
  const written: string[] = []
  const walker = await createManualWalker({
    ...(visitLimit === undefined ? {} : { visitLimit }),
    write(text) {
      written.push(text)
      if (written.length === 1) act(text, walker.returnUrl)
    },
  })
  const visit: BankVisit = {
    url: PAGE,
    returnUrl: `${walker.returnUrl}?order=1`,
    login: { user: 'demo', password: 'geheim' },
    decision: 'approve',
  }
  return { walker, visit, written }
}

const idle = (): void => {}

describe('the manual walker', () => {
  it.each([
    { decision: 'approve', task: /APPROVE/, not: /CANCEL/ },
    { decision: 'cancel', task: /CANCEL/, not: /APPROVE/ },
  ] as const)('shows the page, the login, and to $decision', async ({ decision, task, not }) => {
    const { walker, visit, written } = await createPerson((_, returnUrl) => void fetch(`${returnUrl}?state=1`))
    await walker({ ...visit, decision })
    for (const expected of [PAGE, '"demo"', '"geheim"', task]) expect(written[0]).toMatch(expected)
    expect(written[0]).not.toMatch(not)
  })

  it('thanks the person, and returns the query', async () => {
    const pages: Promise<string>[] = []
    const come = async (returnUrl: string): Promise<string> => {
      // Requests for anything else are not the person coming back.
      const icon = await fetch(new URL('/favicon.ico', returnUrl))
      const page = await fetch(`${returnUrl}?order=1&state=a%20b&code=c`)
      return `${icon.status} ${page.status} ${await page.text()}`
    }
    const { walker, visit } = await createPerson((_, returnUrl) => pages.push(come(returnUrl)))
    expect(await walker(visit)).toBe('order=1&state=a%20b&code=c')
    expect(await pages[0]).toMatch(/^404 200 .*You can close this tab/s)
  })

  it('serves two visits at the same URL', async () => {
    const { walker, visit, written } = await createPerson((_, returnUrl) => void fetch(`${returnUrl}?n=1`))
    expect(await walker(visit)).toBe('n=1')
    written.length = 0
    expect(await walker(visit)).toBe('n=1')
  })

  it('waits no longer than the limit', async () => {
    const { walker, visit } = await createPerson(idle, 20)
    await expect(walker(visit)).rejects.toThrow(/nobody came back from the bank within/)
  })

  it.each([
    { by: 'its signal', says: /the visit was ended/ },
    { by: 'the end of the run', says: /the run was ended/ },
  ])('stops waiting after $by', async ({ by, says }) => {
    const stop = new AbortController()
    const { walker, visit } = await createPerson(() => (by === 'its signal' ? stop.abort() : void walker.close()))
    await expect(walker({ ...visit, signal: stop.signal })).rejects.toThrow(says)
  })

  it('fails if the port is in use', async () => {
    const { walker, visit } = await createPerson(idle)
    const other = createServer()
    onTestFinished(() => void other.close())
    await new Promise<void>((resolve) => other.listen(Number(new URL(walker.returnUrl).port), '127.0.0.1', resolve))
    await expect(walker(visit)).rejects.toThrow(/cannot listen at http:\/\/127\.0\.0\.1.*EADDRINUSE/)
  })

  it.each(['https://tpp.example.com/back', 'http://127.0.0.1/callback', 'nowhere'])(
    'refuses the return URL %s',
    async (returnUrl) => {
      await expect(createManualWalker({ write: idle, returnUrl })).rejects.toThrow(/has to be on this machine/)
    },
  )
})
