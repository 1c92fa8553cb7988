import { describe, expect, it } from 'vitest'
import { deliveredAccounts, downloadOf } from './outcome.ts'
import type { Persona, Scenario } from './types.ts'

const account = (name: string): Persona['accounts'][number] => ({
  name,
  type: 'Checking',
  blz: '70099703',
  accountNumber: '1',
  openingBalance: 0,
})
const persona: Persona = { name: 'somebody', holder: 'Some Body', accounts: ['A', 'B', 'C'].map(account) }
const scenario = (outcome: Partial<Scenario>): Scenario => ({
  name: 'x',
  description: 'Something.',
  steps: [],
  ...outcome,
})

describe('deliveredAccounts', () => {
  it.each<{ given: Partial<Scenario>; atImport: string[]; atUpdate: string[] }>([
    { given: {}, atImport: ['A', 'B', 'C'], atUpdate: ['A', 'B', 'C'] },
    { given: { accounts: 'none' }, atImport: [], atUpdate: [] },
    { given: { accounts: ['C', 'A'] }, atImport: ['A', 'C'], atUpdate: ['A', 'C'] },
    { given: { update: { accounts: ['B'] } }, atImport: ['A', 'B', 'C'], atUpdate: ['B'] },
    { given: { accounts: ['A'], update: { accounts: 'none' } }, atImport: ['A'], atUpdate: [] },
  ])('delivers $atImport and then $atUpdate of $given', ({ given, atImport, atUpdate }) => {
    const names = (occasion: 'import' | 'update') =>
      deliveredAccounts(persona, scenario(given), occasion).map(({ name }) => name)
    expect(names('import')).toEqual(atImport)
    expect(names('update')).toEqual(atUpdate)
  })
})

describe('downloadOf', () => {
  const fails = { result: 'INTERNAL_SERVER_ERROR' } as const

  it('lets an update work after an import that failed, in the same time', () => {
    expect(downloadOf(scenario({ download: { takes: 'PT5S', fails } }), 'update')).toEqual({ takes: 'PT5S' })
  })

  it('takes what the scenario says of updates', () => {
    const given = scenario({ download: { takes: 'PT5S' }, update: { download: { takes: 'PT1S', fails } } })
    expect(downloadOf(given, 'import')).toEqual({ takes: 'PT5S' })
    expect(downloadOf(given, 'update')).toEqual({ takes: 'PT1S', fails })
  })
})
