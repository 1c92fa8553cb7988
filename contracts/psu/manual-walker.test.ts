import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createManualWalker } from './manual-walker.ts'
import type { BankVisit } from './walker.ts'

const PAGE = 'https://bank.example.com/login?state=17'

/** A person who is given a task, and does what the test says with it. */
const manual = async (act: (task: string, returnUrl: string) => void, visitLimit?: number) => {
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

describe('a person at the bank', () => {
  it.each([
    { decision: 'approve', told: /APPROVE/, not: /CANCEL/ },
    { decision: 'cancel', told: /CANCEL/, not: /APPROVE/ },
  ] as const)('is told where to go, as whom, and to $decision', async ({ decision, told, not }) => {
    const { walker, visit, written } = await manual((_, returnUrl) => void fetch(`${returnUrl}?state=1`))
    await walker({ ...visit, decision })
    for (const expected of [PAGE, '"demo"', '"geheim"', told]) expect(written[0]).toMatch(expected)
    expect(written[0]).not.toMatch(not)
  })

  it('is thanked, and the run gets the query', async () => {
    const pages: Promise<string>[] = []
    const come = async (returnUrl: string): Promise<string> => {
      // What a browser asks for on the side is not the person coming back.
      const icon = await fetch(new URL('/favicon.ico', returnUrl))
      const page = await fetch(`${returnUrl}?order=1&state=a%20b&code=c`)
      return `${icon.status} ${page.status} ${await page.text()}`
    }
    const { walker, visit } = await manual((_, returnUrl) => pages.push(come(returnUrl)))
    expect(await walker(visit)).toBe('order=1&state=a%20b&code=c')
    expect(await pages[0]).toMatch(/^404 200 .*You can close this tab/s)
  })

  it('may come twice in a run, to the same address', async () => {
    const { walker, visit, written } = await manual((_, returnUrl) => void fetch(`${returnUrl}?n=1`))
    expect(await walker(visit)).toBe('n=1')
    written.length = 0
    expect(await walker(visit)).toBe('n=1')
  })

  it('is not waited for longer than the limit', async () => {
    const { walker, visit } = await manual(idle, 20)
    await expect(walker(visit)).rejects.toThrow(/nobody came back from the bank within/)
  })

  it.each([
    { by: 'its signal', says: /the visit was ended/ },
    { by: 'the end of the run', says: /the run was ended/ },
  ])('is not waited for after $by', async ({ by, says }) => {
    const stop = new AbortController()
    const { walker, visit } = await manual(() => (by === 'its signal' ? stop.abort() : void walker.close()))
    await expect(walker({ ...visit, signal: stop.signal })).rejects.toThrow(says)
  })

  it('cannot come back where somebody else listens', async () => {
    const { walker, visit } = await manual(idle)
    const other = createServer()
    onTestFinished(() => void other.close())
    await new Promise<void>((resolve) => other.listen(Number(new URL(walker.returnUrl).port), '127.0.0.1', resolve))
    await expect(walker(visit)).rejects.toThrow(/cannot wait at http:\/\/127\.0\.0\.1.*EADDRINUSE/)
  })

  it.each(['https://tpp.example.com/back', 'http://127.0.0.1/callback', 'nowhere'])(
    'cannot come back to %s',
    async (returnUrl) => {
      await expect(createManualWalker({ write: idle, returnUrl })).rejects.toThrow(/has to be one of this machine/)
    },
  )
})
