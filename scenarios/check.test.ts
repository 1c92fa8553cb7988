import { describe, expect, it } from 'vitest'
import { checkContents, checkPersona, sourcedFrom } from './check.ts'
import { embeddedContents } from './library.ts'
import { canComplete } from './steps.ts'
import type { Scenario, Step } from './types.ts'

const known = sourcedFrom('ours', embeddedContents)
const tan: Step = { challenge: { answer: '1' } }
const no: Step = { reject: 'No.' }

const MINE: Scenario = { name: 'mine', description: 'A scenario of a test.', persona: 'mira-sandow', steps: [tan] }
const scenario = (changes: Partial<Scenario>): Scenario => ({ ...MINE, ...changes })

const problems = (...scenarios: Scenario[]): string[] =>
  checkContents({
    ...known,
    scenarios: [...known.scenarios, ...scenarios.map((value, index) => ({ file: `${index}.yaml`, path: [], value }))],
  }).map(({ file, path, message }) => `${file} ${path.join('/')}: ${message}`)

describe('the check of scenarios', () => {
  it('finds nothing wrong with our own', () => {
    expect(checkContents(known)).toEqual([])
  })

  it.each<{ given: string; changes: Partial<Scenario>; says: string }>([
    {
      given: 'a name that is taken',
      changes: { name: 'no-sca' },
      says: "name: the scenario 'no-sca' is in ours too; choose another name",
    },
    {
      given: 'a bank id that is taken',
      changes: { bank: { id: 290100, blz: 'MINE0001', name: 'M' } },
      says: "bank/id: the id 290100 belongs to 'Mock Bank mit SMS-TAN' in ours; choose another id",
    },
    {
      given: 'a BLZ that is taken',
      changes: { bank: { id: 1, blz: 'DEMO0001', name: 'M' } },
      says: "bank/blz: the BLZ DEMO0001 belongs to 'finAPI Test Bank' in ours; choose another blz",
    },
    {
      given: 'a lifetime of more than 100 years',
      changes: { validFor: 'P36525DT1S' },
      says: "validFor: must be an ISO 8601 duration such as PT5S, at most 100 years (P36525D), but is 'P36525DT1S'",
    },
    {
      given: 'a push of more than 100 years',
      changes: { steps: [{ decoupled: { after: 'P9999W' } }] },
      says: 'steps/0/decoupled/after: must be an ISO 8601 duration such as PT5S, at most 100 years',
    },
    {
      given: 'an unknown persona',
      changes: { persona: 'mira-sandov' },
      says: "persona: there is no persona 'mira-sandov', did you mean 'mira-sandow'?",
    },
    {
      given: 'an unknown bank',
      changes: { answers: [{ bank: 'DEMO0003' }] },
      says: 'answers/0/bank: there is no bank with the BLZ DEMO0003; add it, or name another, did you mean',
    },
    {
      given: 'an interface that the bank has not',
      changes: { answers: [{ bank: 'DEMO0002', interfaces: ['FINTS_SERVER'] }] },
      says: 'answers/0/interfaces/0: bank DEMO0002 has no FINTS_SERVER; it has XS2A',
    },
    {
      given: 'a label that the bank has not',
      changes: { answers: [{ bank: 'DEMO0001', login: { Login: 'x' } }] },
      says: "answers/0/login/Login: bank DEMO0001 does not ask for 'Login'; it asks for Onlinebanking-ID, PIN",
    },
    {
      given: 'a login that is answered already',
      changes: { answers: [{ bank: '00000000' }] },
      says: "answers/0: 'demo-decoupled' answers the same bank, interface and login; give one of them another login",
    },
    {
      given: 'a bank of another scenario',
      changes: { answers: [{ bank: 'MOCK0100' }] },
      says: "answers/0: 'embedded-text-tan' answers the same bank, interface and login",
    },
    {
      given: "another scenario's name as login",
      changes: { answers: [{ bank: 'DEMO0001', login: { 'Onlinebanking-ID': 'no-sca' } }] },
      says: "answers/0/login/Onlinebanking-ID: at this bank the login 'no-sca' stands for the scenario of that name",
    },
    {
      given: 'a default that is not offered',
      changes: { steps: [{ selectProcedure: [{ id: 'sms', name: 'S' }], default: 'sns' }, tan] },
      says: "steps/0/default: there is no procedure 'sns', did you mean 'sms'?",
    },
    {
      given: 'a procedure twice',
      changes: {
        steps: [
          {
            selectProcedure: [
              { id: 'sms', name: 'S' },
              { id: 'sms', name: 'T' },
            ],
          },
        ],
      },
      says: "steps/0/selectProcedure/1/id: the procedure 'sms' is listed twice",
    },
    {
      given: 'a step after a rejection',
      changes: { steps: [tan, no, tan] },
      says: 'steps/2: never happens, because nothing gets past step 2',
    },
    {
      given: 'a step that no procedure comes to',
      changes: { steps: [{ selectProcedure: [{ id: 'a', name: 'A', steps: [tan] }] }, tan] },
      says: 'steps/1: never happens, because nothing gets past step 1',
    },
    {
      given: 'a step after a rejection in a branch',
      changes: { steps: [{ challenge: { answer: '1' }, otherwise: [no, tan] }] },
      says: 'steps/0/otherwise/1: never happens',
    },
    {
      given: 'no time at all',
      changes: { steps: [{ challenge: { answer: '1', validFor: 'PT0S' } }] },
      says: 'steps/0/challenge/validFor: must be longer than PT0S',
    },
    {
      given: 'a life of no time',
      changes: { validFor: 'PT0S', steps: [] },
      says: 'validFor: must be longer than PT0S',
    },
    {
      given: 'a time that never comes',
      changes: { steps: [{ decoupled: { after: 'PT20M' } }] },
      says: 'steps/0/decoupled/after: PT20M is never reached',
    },
    {
      given: 'a decision that is always too late',
      changes: { steps: [{ decoupled: { after: 'PT10S', validFor: 'PT5S' } }] },
      says: "steps/0/decoupled/after: PT10S is always too late, because the PSU has only PT5S (validFor); give a longer validFor, or add the branch 'expired'",
    },
    {
      given: 'a step of an update after a rejection',
      changes: { update: { steps: [no, tan] } },
      says: 'update/steps/1: never happens',
    },
    {
      given: 'an account that the persona has not',
      changes: { accounts: ['Girokonot'] },
      says: "accounts/0: the persona has no account 'Girokonot', did you mean 'Girokonto'?",
    },
    {
      given: 'an account of an update that the persona has not',
      changes: { update: { accounts: ['Depot'] } },
      says: "update/accounts/0: the persona has no account 'Depot'; there are Girokonto",
    },
    {
      given: 'the download of an account that the persona has not',
      changes: { download: { accounts: { Giro: { fails: true } } } },
      says: "download/accounts/Giro: the persona has no account 'Giro'",
    },
    {
      given: 'the download of an update for an account that the persona has not',
      changes: { update: { download: { accounts: { Giro: { fails: true } } } } },
      says: "update/download/accounts/Giro: the persona has no account 'Giro'",
    },
    {
      given: 'the download of an account that does not arrive',
      changes: { accounts: 'none', download: { accounts: { Girokonto: { fails: true } } } },
      says: "download/accounts/Girokonto: the account 'Girokonto' does not arrive; add it to 'accounts', or remove this",
    },
    {
      given: 'two ways to decide',
      changes: { steps: [{ decoupled: { after: 'PT1M', byHand: true } }] },
      says: 'steps/0/decoupled: after and byHand exclude each other; keep one',
    },
    {
      given: 'a branch that is never taken',
      changes: { steps: [{ decoupled: {}, tooFast: no }] },
      says: "steps/0/tooFast: never happens without 'pollInterval'",
    },
  ])('reports $given, once', ({ changes, says }) => {
    const lines = problems(scenario(changes))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(says)
    expect(lines[0]).toMatch(/^0\.yaml /)
  })

  it('requires a persona if the steps can end in an import', () => {
    const { persona: _, ...nobody } = MINE
    expect(problems(nobody)).toEqual([
      expect.stringContaining("key 'persona' is missing, because the steps can end in"),
    ])
    expect(problems({ ...nobody, steps: [no] })).toEqual([])
  })

  it('reports everything that is wrong', () => {
    const lines = problems(
      scenario({ persona: 'nobody', validFor: 'PT0S' }),
      scenario({ name: 'mine', steps: [no, tan] }),
    )
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      '1.yaml name',
      '0.yaml persona',
      '0.yaml validFor',
      '1.yaml steps/1',
    ])
  })

  it.each<{ steps: Step[]; lets: boolean }>([
    { steps: [], lets: true },
    { steps: [tan], lets: true },
    { steps: [no], lets: false },
    { steps: [tan, no], lets: false },
    { steps: [{ challenge: { answer: '1' }, otherwise: [] }, no], lets: true },
    { steps: [{ redirect: { user: 'u', pin: 'p', declines: true } }], lets: false },
    { steps: [{ redirect: { user: 'u', pin: 'p', returns: { state: 'altered' } } }], lets: true },
    { steps: [{ redirect: { user: 'u', pin: 'p', returns: { error: 'x' } }, otherwise: [tan] }], lets: true },
    {
      steps: [
        {
          selectProcedure: [
            { id: 'a', name: 'A', steps: [no] },
            { id: 'b', name: 'B' },
          ],
        },
        no,
      ],
      lets: false,
    },
    {
      steps: [
        {
          selectProcedure: [
            { id: 'a', name: 'A', steps: [tan] },
            { id: 'b', name: 'B' },
          ],
        },
        no,
      ],
      lets: true,
    },
  ])('finds out whether $steps can end in an import: $lets', ({ steps, lets }) => {
    expect(canComplete(steps)).toBe(lets)
  })

  it('reports a persona whose habits lead nowhere', () => {
    const [{ value: persona } = { value: undefined }] = known.personas
    if (persona === undefined) throw new Error('no persona')
    expect(checkPersona({ file: 'p.yaml', path: [], value: persona })).toEqual([])
    const [account] = persona.accounts
    if (account === undefined) throw new Error('no account')
    const habits = [{ kind: 'surplus' as const, name: 'rest', day: 1, to: 'Sparschwein', purpose: 'x' }]
    const broken = { ...persona, accounts: [{ ...account, habits }] }
    expect(checkPersona({ file: 'p.yaml', path: [], value: broken })[0]?.message).toContain('Sparschwein')
  })
})
