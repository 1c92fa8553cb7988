import { expect } from 'vitest'
import { readQuery, walkBankPage } from '../../helpers/api-dialect.ts'
import type { Walk, Walker } from '../walker.ts'

/** Sends the first call and visits the bank's page. */
const visit = async (walker: Walker, decision: 'approve' | 'cancel' = 'approve') => {
  const asked = await walker.asks('REDIRECT_REQUIRED')
  const callback = await walker.visitBank(asked.redirectUrl, decision)
  return { asked, callback, query: new URLSearchParams(callback) }
}

/** A return that a careful client does not report; reporting it is refused, and the flow stays open. */
const withOddState =
  (check: (state: string | null, context: string) => void): Walk =>
  async (walker) => {
    const { asked, callback, query } = await visit(walker)
    check(query.get('state'), asked.redirectContext)
    expect(query.get('code')).toEqual(expect.any(String))
    expect(await walker.refuses('ILLEGAL_FIELD_VALUE', { redirectCallback: callback })).toContain(asked.redirectContext)
    query.set('state', asked.redirectContext)
    await walker.imports({ redirectCallback: query.toString() })
  }

const approved: Walk = async (walker) => {
  const { asked, callback, query } = await visit(walker)
  expect(query.get(asked.redirectContextField)).toBe(asked.redirectContext)
  await walker.imports({ redirectCallback: callback })
}

export const redirectWalks: Readonly<Record<string, Walk>> = {
  'redirect-approved': approved,

  'redirect-cancelled': async (walker) => {
    const { callback, query } = await visit(walker, 'cancel')
    expect([...query.keys()].sort()).toEqual(['code', 'state'])
    const message = await walker.refuses('BANK_SERVER_REJECTION', { redirectCallback: callback })
    expect(message).toBe('Sie haben die Freigabe auf der Seite der Bank abgebrochen.')
    await walker.isOver()
  },

  'redirect-declined': async (walker) => {
    const { callback } = await visit(walker)
    const message = await walker.refuses('BANK_SERVER_REJECTION', { redirectCallback: callback })
    expect(message).toBe('Die Bank hat die Freigabe abgelehnt.')
    await walker.isOver()
  },

  'redirect-oauth-error': async (walker) => {
    const { callback, query } = await visit(walker)
    expect([query.get('error'), query.get('code')]).toEqual(['access_denied', null])
    expect(await walker.refuses('BANK_SERVER_REJECTION', { redirectCallback: callback })).toContain('access_denied')
    await walker.isOver()
  },

  'redirect-state-missing': withOddState((state) => expect(state).toBeNull()),

  'redirect-state-foreign': withOddState((state, context) => {
    expect(state).toMatch(/^[0-9a-f-]{36}$/)
    expect(state).not.toBe(context)
  }),

  'redirect-state-altered': withOddState((state, context) => {
    expect(state?.slice(0, -1)).toBe(context.slice(0, -1))
    expect(state).not.toBe(context)
  }),

  'redirect-code-missing': async (walker) => {
    const { asked, callback, query } = await visit(walker)
    expect([query.get('state'), query.get('code')]).toEqual([asked.redirectContext, null])
    await walker.refuses('BANK_SERVER_REJECTION', { redirectCallback: callback })
    await walker.isOver()
  },

  'redirect-callback-replayed': async (walker) => {
    const { callback } = await visit(walker)
    await walker.imports({ redirectCallback: callback })
    await walker.refuses('NO_EXISTING_CHALLENGE', { redirectCallback: callback })
    expect((await walker.session.get('/bankConnections')).body.connections).toHaveLength(1)
  },

  'redirect-user-never-returns': async (walker) => {
    const { redirectUrl } = await walker.asks('REDIRECT_REQUIRED')
    walker.wait(600_000)
    expect((await walker.session.app.send('GET', redirectUrl)).text).not.toContain('name="pin"')
    await walker.isOver()
  },

  'redirect-return-too-late': async (walker) => {
    const { callback } = await visit(walker)
    walker.wait(300_000)
    const message = await walker.refuses('BANK_SERVER_REJECTION', { redirectCallback: callback })
    expect(message).toBe('Die Freigabe kam zu spät. Bitte beginnen Sie von vorn.')
    await walker.isOver()
  },

  'redirect-with-login': approved,
  'redirect-without-login': approved,

  'redirect-twice': async (walker) => {
    const first = await visit(walker)
    const second = await walker.asks('REDIRECT_REQUIRED', { redirectCallback: first.callback })
    expect(second.hash).toBe(first.asked.hash)
    expect(second.redirectContext).not.toBe(first.asked.redirectContext)
    await walker.refuses('ILLEGAL_FIELD_VALUE', { redirectCallback: first.callback })
    await walker.imports({ redirectCallback: await walker.visitBank(second.redirectUrl) })
  },

  'redirect-then-tan': async (walker) => {
    const { callback } = await visit(walker)
    await walker.asks('CHALLENGE_RESPONSE_REQUIRED', { redirectCallback: callback })
    await walker.imports({ redirectCallback: callback, challengeResponse: '123456' })
  },

  'redirect-after-tan': async (walker) => {
    await walker.asks('CHALLENGE_RESPONSE_REQUIRED')
    const { redirectUrl } = await walker.asks('REDIRECT_REQUIRED', { challengeResponse: '123456' })
    await walker.imports({ redirectCallback: await walker.visitBank(redirectUrl) })
  },

  'redirect-to-url-with-query-and-fragment': async (walker) => {
    const changes = { redirectUrl: 'https://app.example/return?tenant=7&next=%2Fhome#banks' }
    const { redirectUrl } = await walker.asks('REDIRECT_REQUIRED', {}, changes)
    const address = new URL(await walkBankPage(walker.session, redirectUrl))
    expect([address.searchParams.get('tenant'), address.searchParams.get('next')]).toEqual(['7', '/home'])
    expect(address.hash).toBe('#banks')
    await walker.imports({ redirectCallback: readQuery(address.href) }, changes)
  },
}
