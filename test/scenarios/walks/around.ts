import { expect } from 'vitest'
import { embeddedLibrary } from '../../../scenarios/library.ts'
import type { Walk, Walker } from '../walker.ts'

const TAN = { challengeResponse: '123456' }

/** A first call that is refused and leaves nothing behind. */
const refusedAtOnce =
  (code: string, says: string): Walk =>
  async (walker) => {
    expect(await walker.refuses(code)).toContain(says)
    walker.headers['Accept-Language'] = 'en'
    expect(await walker.refuses(code)).not.toContain(says)
    expect((await walker.session.get('/bankConnections')).body.connections).toEqual([])
  }

const ibansOf = ({ scenario }: Walker): readonly string[] => embeddedLibrary.ibansOf(scenario)

const references = (ibans: readonly string[]) => ({ accountReferences: ibans.map((iban) => ({ iban })) })

const sharing = async (walker: Walker, ibans: readonly string[]): Promise<void> => {
  await walker.asks('CHALLENGE_RESPONSE_REQUIRED', {}, references(ibans))
  const accounts = await walker.imports(TAN, references(ibans))
  expect(accounts.map(({ iban }: { iban: string }) => iban)).toEqual(ibans)
}

const sharesAll: Walk = async (walker) => {
  const ibans = ibansOf(walker)
  expect(ibans.length).toBeGreaterThan(1)
  await sharing(walker, ibans)
}

export const aroundWalks: Readonly<Record<string, Walk>> = {
  'no-sca': async (walker) => {
    await walker.imports()
  },
  'wrong-login': refusedAtOnce('BANK_SERVER_REJECTION', 'ist falsch'),
  'bank-in-maintenance': refusedAtOnce('BANK_SERVER_REJECTION', 'Wartungsarbeiten'),
  'bank-unsupported': refusedAtOnce('UNSUPPORTED_BANK', 'nicht anbinden'),
  'client-not-licensed': refusedAtOnce('ILLEGAL_ENTITY_STATE', 'Web Form anbinden'),

  'login-locked': async (walker) => {
    expect(await walker.refuses('BANK_SERVER_REJECTION')).toContain('rufen Sie uns an')
    expect(await walker.refuses('BANK_SERVER_REJECTION')).toContain('gesperrt')
  },

  'psu-headers-required': async (walker) => {
    const headers = { 'PSU-IP-Address': '192.0.2.7', 'PSU-Device-OS': 'iOS', 'PSU-User-Agent': 'App/1.0' }
    for (const missing of Object.keys(headers)) {
      walker.headers = { ...headers, [missing]: '' }
      expect(await walker.refuses('NO_PSU_METADATA')).toContain(missing)
    }
    walker.headers = headers
    await walker.asks('CHALLENGE_RESPONSE_REQUIRED')
    walker.headers = {}
    await walker.refuses('NO_PSU_METADATA', TAN)
    walker.headers = headers
    await walker.imports(TAN)
  },

  'detailed-consent': sharesAll,
  'detailed-consent-all-accounts': sharesAll,
  'detailed-consent-some-accounts': async (walker) => {
    await sharing(walker, ibansOf(walker).slice(1, 2))
  },
  'detailed-consent-wrong-iban': async (walker) => {
    const wrong = 'DE89370400440532013000'
    const given = references([...ibansOf(walker), wrong])
    expect(await walker.refuses('ILLEGAL_FIELD_VALUE', {}, given)).toContain(wrong)
    await sharesAll(walker)
  },
  'detailed-consent-no-ibans': async (walker) => {
    expect(await walker.refuses('ILLEGAL_FIELD_VALUE')).toContain('accountReferences')
    expect(await walker.refuses('ILLEGAL_FIELD_VALUE', {}, references([]))).toContain('accountReferences')
    await sharesAll(walker)
  },

  'no-matching-account-type': async (walker) => {
    const changes = { accountTypes: ['Bausparen', 'Loan'] }
    await walker.asks('CHALLENGE_RESPONSE_REQUIRED', {}, changes)
    await walker.refuses('NO_ACCOUNTS_FOR_TYPE_LIST', TAN, changes)
    await walker.isOver()
  },

  'already-imported': async (walker) => {
    await walker.asks('CHALLENGE_RESPONSE_REQUIRED')
    await walker.imports(TAN)
    walker.startOver()
    await walker.refuses('ENTITY_EXISTS')
    expect((await walker.session.get('/bankConnections')).body.connections).toHaveLength(1)
  },
}
