import { describe, expect, it } from 'vitest'
import { runScenariosCommand } from './command.ts'
import { embeddedContents } from './library.ts'

const run = async (...args: string[]) => {
  const written = { stdout: '', stderr: '' }
  const code = await runScenariosCommand(args, {
    environment: {},
    write: (text) => {
      written.stdout += text
    },
    printError: (line) => {
      written.stderr += `${line}\n`
    },
  })
  return { code, ...written }
}

/** A text with its line breaks undone, as it was before it was wrapped. */
const unwrap = (text: string): string => text.replace(/\n +/g, ' ')

const namesIn = (list: string): string[] =>
  [...list.matchAll(/^ {2}(\S+) .* \(id \d+\)$/gm)].map(([, name = '']) => name)

describe('the list of scenarios', () => {
  it('has every scenario once, with its description, its bank and the demo bank of its group', async () => {
    const { code, stdout } = await run()
    expect(code).toBe(0)
    expect(namesIn(stdout).sort()).toEqual(embeddedContents.scenarios.map(({ name }) => name).sort())
    const text = unwrap(stdout)
    for (const { name, description } of embeddedContents.scenarios) expect(text, name).toContain(`) ${description}`)
    expect(stdout).toContain(
      "redirect (18): the PSU goes to the bank's page\n" +
        'At the bank named here, or at DEMO0002 (id 280002) with the name as Onlinebanking-ID.\n',
    )
    expect(stdout).toMatch(/^ {2}decoupled-silent {2,}MOCK0160 \(id 290160\)\n {6}The bank sends a push/m)
  })

  it('has lines of at most 100 columns', async () => {
    const lines = (await run()).stdout.split('\n')
    expect(lines.filter((line) => line.length > 100)).toEqual([])
  })

  it('is alphabetical within its groups', async () => {
    const groups = (await run()).stdout.split(/^\w+ \(\d+\): /m).slice(1)
    expect(groups).toHaveLength(4)
    for (const group of groups) expect(namesIn(group)).toEqual(namesIn(group).sort())
  })

  it.each(['embedded', 'redirect', 'decoupled', 'direct'])('shows one group: %s', async (group) => {
    const { code, stdout } = await run(group)
    const listed: { name: string; group: string }[] = JSON.parse((await run(group, '--json')).stdout)
    expect(code).toBe(0)
    expect(namesIn(stdout)).toEqual(listed.map(({ name }) => name))
    expect(new Set(listed.map((scenario) => scenario.group))).toEqual(new Set([group]))
  })

  it('exists as JSON', async () => {
    const listed: unknown = JSON.parse((await run('--json')).stdout)
    expect(listed).toHaveLength(embeddedContents.scenarios.length)
    expect(listed).toContainEqual({
      name: 'redirect-without-login',
      group: 'redirect',
      approach: 'redirect',
      description: expect.any(String),
      entryPoints: [
        { blz: 'MOCK0142', bankId: 290142, name: expect.any(String), interface: 'XS2A', login: {} },
        {
          blz: 'DEMO0002',
          bankId: 280002,
          name: 'finAPI Test Redirect Bank',
          interface: 'XS2A',
          login: { 'Onlinebanking-ID': 'redirect-without-login' },
        },
      ],
    })
  })
})

describe('the description of a scenario', () => {
  it('consists of whole sentences and a first call, for every scenario', async () => {
    for (const { name } of embeddedContents.scenarios) {
      const { code, stdout } = await run(name)
      expect(code, name).toBe(0)
      expect(stdout, name).not.toMatch(/undefined|null|\[object|NaN/)
      const [, body = ''] = /-d '(.*)'$/m.exec(stdout) ?? []
      expect(JSON.parse(body), name).toMatchObject({
        bankId: expect.any(Number),
        bankingInterface: expect.any(String),
      })
    }
  })

  it('has prose of at most 100 columns, for every scenario', async () => {
    for (const { name } of embeddedContents.scenarios) {
      const [prose = ''] = (await run(name)).stdout.split('\nFirst call')
      expect(prose.split('\n').filter((line) => line.length > 100)).toEqual([])
    }
  })

  it('names attempts, branches, expiries and the client', async () => {
    const locked = unwrap((await run('embedded-three-wrong-tans-lock-login')).stdout)
    expect(locked).toContain(
      '1. The bank asks for a TAN, 510 CHALLENGE_RESPONSE_REQUIRED. The right TAN is 123456; the PSU has 3 attempts.',
    )
    expect(locked).toContain(
      '- The last wrong TAN: it ends with BANK_SERVER_REJECTION: "Wrong three times. Your access was locked."; from then on',
    )
    const late = unwrap((await run('decoupled-approved-too-late')).stdout)
    expect(late).toContain('approves after 3 minutes')
    expect(late).toContain('- No decision within 2 minutes: it ends with BANK_SERVER_REJECTION')
    expect((await run('wrong-login')).stdout).not.toContain('201')
    expect(unwrap((await run('already-imported')).stdout)).toContain(
      'Client: Imports once with the TAN, and then imports the same login again.',
    )
  })

  it('can be only the diagram', async () => {
    const { stdout } = await run('no-sca', '--mermaid')
    expect(stdout).toBe(
      [
        'stateDiagram-v2',
        '  state "201 imported" as imported',
        '  state "updateStatus READY" as ready',
        '  [*] --> imported : import',
        '  imported --> ready : download',
        '  ready --> [*]',
        '',
      ].join('\n'),
    )
  })
})

describe('finapi-mock scenarios', () => {
  it.each([
    { args: ['redirect-aproved'], says: "there is no scenario 'redirect-aproved'; did you mean redirect-approved" },
    { args: ['decuopled'], says: "there is no scenario 'decuopled'; did you mean decoupled" },
    { args: ['xyzzy'], says: "there is no scenario 'xyzzy'; 'finapi-mock scenarios' lists them all" },
    { args: ['--mermaid'], says: 'name one scenario for --mermaid' },
    { args: ['decoupled', '--mermaid'], says: 'name one scenario for --mermaid' },
    { args: ['no-sca', 'wrong-login'], says: 'name one scenario, not 2' },
  ])('refuses $args in one line', async ({ args, says }) => {
    const { code, stdout, stderr } = await run(...args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(`finapi-mock: ${says}`)
    expect(stderr.split('\n')).toHaveLength(2)
  })

  it('explains itself with --help', async () => {
    expect((await run('--help')).stdout).toContain('--mermaid')
  })
})
