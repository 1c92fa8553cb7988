import { expect } from 'vitest'
import type { Walk } from '../walker.ts'

const POLL = { decoupledCallback: true }

export const decoupledWalks: Readonly<Record<string, Walk>> = {
  'decoupled-after-polls': async (walker) => {
    await walker.asks('DECOUPLED_AUTH_REQUIRED')
    for (let poll = 0; poll < 3; poll += 1) await walker.asks('DECOUPLED_AUTH_IN_PROGRESS', POLL)
    await walker.imports(POLL)
  },

  'decoupled-after-time': async (walker) => {
    await walker.asks('DECOUPLED_AUTH_REQUIRED')
    for (let poll = 0; poll < 3; poll += 1) {
      walker.wait(5000)
      await walker.asks('DECOUPLED_AUTH_IN_PROGRESS', POLL)
    }
    walker.wait(5000)
    await walker.imports(POLL)
  },

  'decoupled-by-hand': async (walker) => {
    const asked = await walker.asks('DECOUPLED_AUTH_REQUIRED')
    await walker.asks('DECOUPLED_AUTH_IN_PROGRESS', POLL)
    walker.world.psu.decline({ hash: asked.hash })
    await walker.refuses('BANK_SERVER_REJECTION', POLL)
    walker.startOver()
    const again = await walker.asks('DECOUPLED_AUTH_REQUIRED')
    await walker.asks('DECOUPLED_AUTH_IN_PROGRESS', POLL)
    walker.world.psu.approve({ hash: again.hash })
    await walker.imports(POLL)
  },

  'decoupled-declined': async (walker) => {
    await walker.asks('DECOUPLED_AUTH_REQUIRED')
    await walker.asks('DECOUPLED_AUTH_IN_PROGRESS', POLL)
    const message = await walker.refuses('BANK_SERVER_REJECTION', POLL)
    expect(message).toBe('Sie haben die Freigabe in Ihrer App abgelehnt.')
    await walker.isOver()
  },

  'decoupled-expired': async (walker) => {
    await walker.asks('DECOUPLED_AUTH_REQUIRED')
    walker.wait(119_999)
    await walker.asks('DECOUPLED_AUTH_IN_PROGRESS', POLL)
    walker.wait(1)
    expect(await walker.refuses('BANK_SERVER_REJECTION', POLL)).toContain('abgelaufen')
    await walker.isOver()
  },

  'decoupled-never-approved': async (walker) => {
    await walker.asks('DECOUPLED_AUTH_REQUIRED')
    walker.wait(14 * 60_000)
    await walker.asks('DECOUPLED_AUTH_IN_PROGRESS', POLL)
    walker.wait(60_000)
    await walker.refuses('NO_EXISTING_CHALLENGE', POLL)
    await walker.isOver()
  },

  'decoupled-polled-too-fast': async (walker) => {
    await walker.asks('DECOUPLED_AUTH_REQUIRED')
    await walker.asks('DECOUPLED_AUTH_IN_PROGRESS', POLL)
    walker.wait(4999)
    expect(await walker.refuses('BANK_SERVER_REJECTION', POLL)).toContain('Zu viele Anfragen')
    await walker.isOver()
    walker.startOver()
    await walker.asks('DECOUPLED_AUTH_REQUIRED')
    await walker.asks('DECOUPLED_AUTH_IN_PROGRESS', POLL)
    walker.wait(5000)
    await walker.asks('DECOUPLED_AUTH_IN_PROGRESS', POLL)
    walker.wait(5000)
    await walker.imports(POLL)
  },

  'decoupled-approved-too-late': async (walker) => {
    await walker.asks('DECOUPLED_AUTH_REQUIRED')
    await walker.asks('DECOUPLED_AUTH_IN_PROGRESS', POLL)
    walker.wait(180_000)
    await walker.refuses('BANK_SERVER_REJECTION', POLL)
    await walker.isOver()
  },

  'decoupled-second-push': async (walker) => {
    const first = await walker.asks('DECOUPLED_AUTH_REQUIRED')
    await walker.asks('DECOUPLED_AUTH_IN_PROGRESS', POLL)
    const second = await walker.asks('DECOUPLED_AUTH_REQUIRED', POLL)
    expect(second.hash).not.toBe(first.hash)
    expect(second.challengeMessage).toBe('Bitte bestätigen Sie nun die Freigabe in Ihrer App.')
    await walker.asks('DECOUPLED_AUTH_IN_PROGRESS', POLL)
    await walker.imports(POLL)
  },

  'decoupled-after-tan': async (walker) => {
    const first = await walker.asks('CHALLENGE_RESPONSE_REQUIRED')
    const second = await walker.asks('DECOUPLED_AUTH_REQUIRED', { challengeResponse: '123456' })
    expect(second.hash).not.toBe(first.hash)
    await walker.asks('DECOUPLED_AUTH_IN_PROGRESS', POLL)
    await walker.imports(POLL)
  },

  'decoupled-silent': async (walker) => {
    const asked = await walker.asks('DECOUPLED_AUTH_REQUIRED')
    expect(asked.challengeMessage).toBe(walker.dialect.nothing)
    await walker.asks('DECOUPLED_AUTH_IN_PROGRESS', POLL)
    await walker.imports(POLL)
  },
}
