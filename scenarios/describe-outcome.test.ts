import { describe, expect, it } from 'vitest'
import { describeOutcome, downloadLabel, updateLabel } from './describe-outcome.ts'
import { embeddedLibrary } from './library.ts'
import type { Scenario } from './types.ts'

const of = (outcome: Partial<Scenario>): Scenario => ({
  name: 'made-up',
  description: 'Made up.',
  steps: [],
  ...outcome,
})

describe('the description of an outcome', () => {
  it.each<{ outcome: Partial<Scenario>; says: string[] }>([
    { outcome: {}, says: [] },
    { outcome: { accounts: 'none' }, says: ['The bank delivers no account.'] },
    { outcome: { accounts: ['A', 'B'] }, says: ['The bank delivers only these accounts: A, B.'] },
    { outcome: { download: { takes: 'PT1M' } }, says: ['The download takes 1 minute.'] },
    {
      outcome: { download: { fails: { result: 'BANK_SERVER_REJECTION', message: 'No.' } } },
      says: [
        'The download fails with BANK_SERVER_REJECTION ("No."); every account is DOWNLOAD_FAILED and the connection stays.',
      ],
    },
    { outcome: { download: { transactions: 'none' } }, says: ['Of each account no transaction arrives.'] },
    {
      outcome: { download: { accounts: { A: { fails: true }, B: { adjustingEntry: -1.5, potentialDuplicates: 1 } } } },
      says: [
        'A is DOWNLOAD_FAILED, the other accounts arrive.',
        'B gets an adjusting entry of -1.5 and is UPDATED_FIXED.',
        'B gets its latest 1 transaction twice, as potential duplicates.',
      ],
    },
    {
      outcome: { download: { accounts: { A: { bookings: [{ inDays: -2, amount: 3, purpose: 'Late' }] } } } },
      says: ['A has a booking of 3 dated 2 days back: Late.'],
    },
    {
      outcome: { download: { categorization: { stuck: true } }, consent: { validFor: 'P30D', revokedAfter: 'PT5S' } },
      says: [
        'The categorisation stays PENDING for ever.',
        'The consent is valid for 30 days.',
        'The PSU revokes the consent after 5 seconds; the next update authenticates again.',
      ],
    },
    {
      outcome: { update: { steps: [{ challenge: { answer: '1' } }], download: { takes: 'PT2S' } } },
      says: [
        'An update needs 1 step of authentication, even with a valid consent.',
        'At an update: the download takes 2 seconds.',
      ],
    },
  ])('of $outcome', ({ outcome, says }) => {
    expect(describeOutcome(of(outcome))).toEqual(says)
  })

  it('is not empty for any scenario that has an outcome of its own', () => {
    const special = embeddedLibrary.scenarios.filter(
      ({ accounts, download, consent, update }) => accounts ?? download ?? consent ?? update,
    )
    expect(special.length).toBeGreaterThan(15)
    for (const scenario of special) expect(describeOutcome(scenario), scenario.name).not.toEqual([])
  })

  it('labels the arrows of a diagram', () => {
    expect(downloadLabel(of({}))).toBe('download')
    expect(downloadLabel(of({ download: { takes: 'PT1M', fails: { result: 'INTERNAL_SERVER_ERROR' } } }))).toBe(
      'download fails, INTERNAL_SERVER_ERROR, after 1 minute',
    )
    expect(updateLabel(of({}))).toBeUndefined()
    expect(updateLabel(of({ consent: { revokedAfter: 'PT5S' }, update: { accounts: ['A'] } }))).toBe(
      'update, consent revoked, other accounts',
    )
  })
})
