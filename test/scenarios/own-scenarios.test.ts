import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createFinApiClient } from '../../client/index.ts'
import { runScenariosCommand } from '../../scenarios/command.ts'
import { embeddedContents } from '../../scenarios/library.ts'
import { loadScenarios } from '../../scenarios/load.ts'
import type { Step } from '../../scenarios/types.ts'
import {
  createMockApp,
  expandScenarios,
  OptionError,
  type Scenario,
  type ScenarioDefinition,
  startMockServer,
} from '../../server/index.ts'
import {
  challengeIn,
  codeIn,
  importAtOwnBank,
  openSession,
  READY,
  startApp,
  startSession,
  v2,
  withTransport,
} from '../helpers/api-dialect.ts'
import { readAccounts } from '../helpers/read-data.ts'

const directories: string[] = []
afterEach(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true })
})

/** Makes a directory with these files. */
const directoryOf = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'scenarios-'))
  directories.push(directory)
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  }
  return directory
}

/** Returns the lines of the refusal of files, without their directory. */
const refused = async (files: Readonly<Record<string, string>>): Promise<string[]> => {
  const directory = await directoryOf(files)
  const error: unknown = await loadScenarios(directory, embeddedContents).catch((reason: unknown) => reason)
  if (!(error instanceof OptionError)) throw new Error('the files were not refused')
  return error.message.split('\n').map((line) => line.replaceAll(`${directory}/`, ''))
}

const MINE: Scenario = {
  name: 'mine',
  description: 'A scenario of my own.',
  bank: { id: 700_001, blz: 'MINE0001', name: 'My Bank' },
  persona: 'mira-sandow',
  steps: [{ challenge: { answer: 'abc' } }],
}
const REQUEST = { bankId: 700_001, interface: 'XS2A', login: { 'Onlinebanking-ID': 'lena', PIN: '1' } }

/** Returns steps in which each wrong TAN leads to another one. */
const nestBranches = (depth: number): Step[] => [
  { challenge: { answer: 'abc' }, ...(depth > 0 ? { otherwise: nestBranches(depth - 1) } : {}) },
]

describe('the user’s own scenarios', () => {
  it('are given in code', async () => {
    const { importBank, answer } = await startSession(v2, { scenarios: [MINE] })
    const { hash } = challengeIn(await importBank(REQUEST))
    expect((await answer(REQUEST, hash, { challengeResponse: 'abc' })).status).toBe(201)
  })

  it('are in no other server', async () => {
    createMockApp({ scenarios: [MINE] })
    const { importBank } = await startSession(v2)
    expect(codeIn(await importBank(REQUEST))).toBe('UNKNOWN_ENTITY')
  })

  it.each<{ given: string; scenarios: string | Scenario[]; says: string }>([
    {
      given: 'a name that is taken',
      scenarios: [{ ...MINE, name: 'no-sca' }],
      says: "scenarios[0]/name: the scenario 'no-sca' is in finapi-mock itself too",
    },
    {
      given: 'no steps',
      scenarios: [{ ...MINE, steps: JSON.parse('"x"') }],
      says: "scenarios[0]/steps: must be a list, but is 'x'",
    },
    {
      given: 'a directory',
      scenarios: './mine',
      says: "scenarios is the directory './mine', which only startMockServer and the command read",
    },
  ])('are refused by createMockApp for $given', ({ scenarios, says }) => {
    expect(() => createMockApp({ scenarios })).toThrow(says)
  })

  it('come from a directory of YAML and JSON files, with banks and personas', async () => {
    const scenarios = await directoryOf({
      'mine.json': `{\n\t"name": "mine",\n\t"description": "Written with tabs.",\n\t"answers": [{ "bank": "MINE0002" }],\n\t"persona": "me",\n\t"steps": []\n}`,
      'deeper/other.yml': JSON.stringify({ ...MINE, name: 'other' }),
      'banks/mine.yaml':
        'banks:\n  - id: 700002\n    blz: MINE0002\n    name: Mine\n    interfaces:\n      - interface: XS2A\n        loginCredentials: [{ label: Name }]\n',
      'personas/me.yaml':
        'name: me\nholder: Me Myself\naccounts:\n  - { name: Giro, type: Checking, blz: "10000000", accountNumber: "17", openingBalance: 12.5 }\n',
      '.hidden/broken.yaml': '{',
      'notes.txt': 'nothing of ours',
    })
    const server = await startMockServer({ port: 0, now: '2026-03-10T10:00:00Z', scenarios })
    try {
      expect(server.world.scenarios.names()).toContain('other')
      const finapi = createFinApiClient({ baseUrl: server.url, clientId: 'mock-client', clientSecret: 'mock-secret' })
      const { id, password } = await finapi.users.create({})
      const user = finapi.asUser({ id, password })
      const connection = await user.importBankConnection(
        { bankId: 700_002, bankingInterface: 'XS2A', loginCredentials: [{ label: 'Name', value: 'lena' }] },
        {},
      )
      server.world.clock.advance(2000)
      await user.waitUntilReady(connection.id)
      const { accounts } = await user.accounts.list()
      expect(accounts).toMatchObject([{ accountName: 'Giro', accountHolderName: 'Me Myself', balance: 12.5 }])
    } finally {
      await server.close()
    }
  })

  it('are refused with file, line, column and fix, all at once', async () => {
    const lines = await refused({
      'a.yaml':
        'name: a\ndescription: The first of several.\npersona: mira-sandow\nsteps:\n  - chalenge: { answer: "1" }\n  - challenge:\n      answer: 123456\n',
      'b.yml': 'name: b\ndescription: Not even YAML.\nsteps: [\n',
      'c.json':
        '{\n  "name": "c",\n  "description": "Short of a persona.",\n  "steps": [{ "decoupled": { "after": "PT20M" } }]\n}\n',
      'd.yaml': '',
      'e.yaml': 'name: no-sca\ndescription: A name that is taken.\npersona: mira-sandow\nsteps: []\n',
      'f.yaml': 'name: f\nname: f\ndescription: A key that is there twice.\nsteps: []\n',
    })
    expect(lines).toEqual([
      '8 problems in the scenario files:',
      "a.yaml:5:5: steps/0/chalenge: unknown key 'chalenge', did you mean 'challenge'?",
      'a.yaml:7:15: steps/1/challenge/answer: must be text, but is 123456; put it in quotes',
      'b.yml:4:1: a list or a map in brackets is not closed; add ]',
      expect.stringMatching(
        /^c\.json:1:1: key 'persona' is missing, because the steps can end in a successful import; one of /,
      ),
      'c.json:4:39: steps/0/decoupled/after: PT20M is never reached, because the hash expires after PT15M; give the scenario a longer validFor',
      'd.yaml:1:1: is empty; it should contain a scenario',
      "e.yaml:1:7: name: the scenario 'no-sca' is in finapi-mock itself too; choose another name",
      'f.yaml:2:1: the key is there twice; remove one',
    ])
  })

  it('are refused where a persona’s habits lead nowhere', async () => {
    const [, line = ''] = await refused({
      'personas/me.yaml':
        'name: me\nholder: Me\naccounts:\n  - name: Giro\n    type: Checking\n    blz: "10000000"\n    accountNumber: "17"\n    openingBalance: 1\n    habits: [{ kind: surplus, name: rest, day: 1, to: Sparschwein, purpose: x }]\n',
    })
    expect(line).toMatch(/^personas\/me\.yaml:1:1: .*Sparschwein/)
  })

  it.each<{ given: string; text: string; says: string }>([
    {
      given: 'more than 1 MiB',
      text: '#'.repeat(1_100_000),
      says: 'a.yaml:1:1: has 1100000 bytes, but at most 1048576 are allowed; make several files',
    },
    {
      given: 'too many brackets',
      text: `steps: ${'['.repeat(500_000)}`,
      says: 'a.yaml:1:107: is nested deeper than 100 levels of lists and maps; make it flatter',
    },
    {
      given: 'too many items in one line',
      text: '- '.repeat(500_000),
      says: 'a.yaml:1:201: is nested deeper than 100 levels of lists and maps; make it flatter',
    },
    {
      given: 'branches that are too deep',
      text: JSON.stringify({ ...MINE, steps: nestBranches(60) }, null, 1),
      says: expect.stringMatching(
        /^a\.yaml:\d+:\d+: is nested deeper than 100 levels of lists and maps; make it flatter$/,
      ),
    },
    {
      given: 'aliases that multiply',
      text: `a: &a [${'x,'.repeat(400)}]\nb: &b [${'*a,'.repeat(90)}]\nsteps: [*b, *b]\n`,
      says: 'a.yaml:1:1: repeats too much by aliases (*name); write it out, or use fewer of them',
    },
    {
      given: 'too many values',
      text: `a: &a [${'x,'.repeat(30_000)}]\nsteps: [*a, *a]\n`,
      says: 'a.yaml:2:8: comes after 50000 values, which is the maximum',
    },
  ])('are refused in one sentence for $given', async ({ text, says }) => {
    expect(await refused({ 'a.yaml': text })).toEqual(['1 problem in the scenario files:', says])
  })

  it('may have branches within each other', async () => {
    const scenario = { ...MINE, steps: nestBranches(40) }
    const { scenarios } = await loadScenarios(
      await directoryOf({ 'a.json': JSON.stringify(scenario) }),
      embeddedContents,
    )
    expect(scenarios.at(-1)).toEqual(scenario)
    expect(() => createMockApp({ scenarios: [{ ...MINE, steps: nestBranches(60) }] })).toThrow(
      /^scenarios\[0\]\/steps\/0\/otherwise\/.*: is nested deeper than 100 levels of lists and maps; make it flatter$/,
    )
  })

  it('list the first of many problems', async () => {
    const lines = await refused({ 'a.json': JSON.stringify({ ...MINE, steps: Array(100).fill('x') }) })
    expect(lines).toHaveLength(52)
    expect([lines[0], lines.at(-1)]).toEqual(['100 problems in the scenario files:', '… and 50 more'])
  })

  it('report a missing description and a missing persona in one round', async () => {
    expect(await refused({ 'a.yaml': 'name: a\nsteps: []\n' })).toEqual([
      '2 problems in the scenario files:',
      "a.yaml:1:1: key 'description' is missing (one sentence about what happens)",
      expect.stringMatching(/^a\.yaml:1:1: key 'persona' is missing, because/),
    ])
    const undescribed: unknown = { name: 'a', steps: [] }
    expect(() => createMockApp({ scenarios: [undescribed as ScenarioDefinition] })).toThrow(
      /key 'description' is missing.*\n.*key 'persona' is missing/,
    )
  })

  it('have to be there', async () => {
    await expect(startMockServer({ port: 0, scenarios: '/nowhere' })).rejects.toThrow(
      "scenarios: the directory '/nowhere' cannot be read (ENOENT)",
    )
    expect(await refused({ 'notes.txt': '' })).toEqual([
      expect.stringContaining('there is no .yaml, .yml or .json file in'),
    ])
  })

  it('are listed and described by the command', async () => {
    const directory = await directoryOf({ 'mine.yaml': JSON.stringify(MINE) })
    let stdout = ''
    const line = (environment: Record<string, string>) => ({
      environment,
      write: (text: string) => {
        stdout += text
      },
      printError: () => {},
    })
    expect(await runScenariosCommand(['mine', '--scenarios', directory], line({}))).toBe(0)
    expect(stdout).toContain('MINE0001 (id 700001, My Bank), XS2A, any login')
    expect(await runScenariosCommand([], line({ FINAPI_MOCK_SCENARIOS: directory }))).toBe(0)
    expect(stdout).toMatch(/ {2}mine +MINE0001 \(id 700001\)\n +A scenario of my own\./)
  })

  it('can be copied from ours: each file of the library loads under another name', async () => {
    const text = await readFile(new URL('../../scenarios/redirect/redirect-twice.yaml', import.meta.url), 'utf8')
    const copy = text
      .replace('name: redirect-twice', 'name: my-copy')
      .replace('290143', '700003')
      .replace('MOCK0143', 'MINE0003')
    const { scenarios } = await loadScenarios(await directoryOf({ 'my-copy.yaml': copy }), embeddedContents)
    expect(scenarios.at(-1)?.name).toBe('my-copy')
  })
})

describe('generated personas of the user', () => {
  const FAMILY = 'accounts: { Checking: 1, Savings: 1 }, incomes: [salary, child-benefit]'
  const scenarioFile = (generate: string, more = ''): string =>
    `name: mine\ndescription: A generated family.\npersona:\n  generate: { ${generate} }\nsteps: []\n${more}`

  it('are in scenario files and in persona files, the same for the same seed', async () => {
    const directory = await directoryOf({
      'mine.yaml': scenarioFile(`seed: blue, ${FAMILY}`, 'accounts: [Sparkonto]\n'),
      'other.yaml': 'name: other\ndescription: The same family.\npersona: family\nsteps: []\n',
      'personas/family.yaml': `name: family\ngenerate: { seed: blue, ${FAMILY} }\n`,
    })
    const { scenarios, personas } = await loadScenarios(directory, embeddedContents)
    expect(scenarios.slice(-2).map(({ persona }) => persona)).toEqual(['mine', 'family'])
    const [family, mine] = personas.slice(-2)
    expect(mine).toEqual({ ...family, name: 'mine' })
    expect(mine?.accounts.map(({ name }) => name)).toEqual(['Girokonto', 'Sparkonto'])
  })

  it('are refused with file, line, column and fix', async () => {
    expect(
      await refused({
        'a.yaml': scenarioFile('incomes: [salery], month: 3'),
        'b.yaml': scenarioFile('accounts: { Savings: 1 }, incomes: [salary]').replace('mine', 'b'),
        'c.yaml': scenarioFile('accounts: { Checking: 1 }', 'accounts: [Sparkonto]\n').replace('mine', 'c'),
        'personas/p.yaml': 'name: p\nholder: P\ngenerate: {}\n',
      }),
    ).toEqual([
      '4 problems in the scenario files:',
      expect.stringMatching(
        /^a\.yaml:4:25: persona\/generate\/incomes\/0: must be one of salary, .*, did you mean 'salary'\?$/,
      ),
      "a.yaml:4:34: persona/generate/month: unknown key 'month', did you mean 'months'?",
      "b.yaml:4:50: persona/generate/incomes: needs a Checking account; add 'Checking: 1' to accounts, or remove incomes",
      'personas/p.yaml:1:1: holder and generate exclude each other; keep one of them',
    ])
    expect(await refused({ 'c.yaml': scenarioFile('accounts: { Checking: 1 }', 'accounts: [Sparkonto]\n') })).toEqual([
      '1 problem in the scenario files:',
      "c.yaml:6:12: accounts/0: the persona has no account 'Sparkonto'; there are Girokonto",
    ])
  })

  const GENERATED: ScenarioDefinition = { ...MINE, steps: [], persona: { generate: { accounts: { Savings: 1 } } } }

  it('are made by startMockServer for scenarios in code', async () => {
    const server = await startMockServer({ port: 0, scenarios: [GENERATED] })
    try {
      const app = withTransport(startApp(), (path, init) => fetch(server.url + path, init))
      const session = openSession(app, v2, await app.newUser(v2))
      await importAtOwnBank(session, 'mine')
      expect(await readAccounts(session)).toMatchObject([{ accountName: 'Sparkonto' }])
    } finally {
      await server.close()
    }
  })

  it('are awaited for createMockApp, which cannot wait', async () => {
    expect(() => createMockApp({ scenarios: [GENERATED] })).toThrow(
      'scenarios[0]/persona/generate: takes time that createMockApp does not have; give it `await expandScenarios(scenarios)`',
    )
    const session = await startSession(v2, {
      scenarios: await expandScenarios([
        GENERATED,
        { ...MINE, name: 'b', steps: [], bank: { id: 700_002, blz: 'MINE0002', name: 'B' } },
      ]),
    })
    await importAtOwnBank(session, 'mine')
    expect(await readAccounts(session)).toMatchObject([{ accountName: 'Sparkonto' }])
    await importAtOwnBank(session, 'b')
    session.world.clock.advance(READY)
    expect((await readAccounts(session)).map(({ accountHolderName }) => accountHolderName)).toContain('Mira Sandow')
  })

  it('are refused in code with every problem', async () => {
    const wrong: ScenarioDefinition = {
      ...MINE,
      persona: { generate: { accounts: { Savings: 1 }, incomes: ['salary'] } },
    }
    await expect(expandScenarios([wrong])).rejects.toThrow(
      'scenarios[0]/persona/generate/incomes: needs a Checking account',
    )
    const misspelt: unknown = { ...MINE, persona: { generate: { income: [] } } }
    await expect(expandScenarios([misspelt as ScenarioDefinition])).rejects.toThrow(
      "scenarios[0]/persona/generate/income: unknown key 'income', did you mean 'incomes'?",
    )
  })
})
