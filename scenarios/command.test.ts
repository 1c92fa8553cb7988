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

describe('finapi-mock scenarios', () => {
  it('lists every sequence with its story, its bank and the demo bank of its approach', async () => {
    const { code, stdout } = await run()
    expect(code).toBe(0)
    for (const { name, story } of embeddedContents.scenarios) {
      expect(stdout.split('\n').filter((line) => line.startsWith(`  ${name} `) && line.endsWith(story))).toHaveLength(1)
    }
    expect(stdout).toContain(
      'redirect: at the bank named here, or at DEMO0002 (id 280002) with the name as Onlinebanking-ID',
    )
    expect(stdout).toMatch(/ {2}decoupled-silent {2,}MOCK0160 {2}290160 {2}The bank sends a push/)
  })

  it('lists them as JSON', async () => {
    const listed: unknown = JSON.parse((await run('--json')).stdout)
    expect(listed).toHaveLength(embeddedContents.scenarios.length)
    expect(listed).toContainEqual({
      name: 'redirect-without-login',
      approach: 'redirect',
      story: expect.any(String),
      places: [
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

  it.each(embeddedContents.scenarios.map(({ name }) => name))('tells %s in whole sentences', async (name) => {
    const { code, stdout } = await run(name)
    expect(code).toBe(0)
    expect(stdout).not.toMatch(/undefined|null|\[object|NaN/)
    const [, body = ''] = /-d '(.*)'$/m.exec(stdout) ?? []
    expect(JSON.parse(body)).toMatchObject({ bankId: expect.any(Number), bankingInterface: expect.any(String) })
  })

  it('tells attempts, branches and expiries', async () => {
    const locked = (await run('embedded-three-wrong-tans-lock-login')).stdout
    expect(locked).toContain(
      '1. The bank asks for a TAN, 510 CHALLENGE_RESPONSE_REQUIRED. Right is 123456; the user may try 3 times.',
    )
    expect(locked).toContain(
      '- The last wrong TAN: it ends with BANK_SERVER_REJECTION: "Wrong three times. Your access was locked."; from then on',
    )
    const late = (await run('decoupled-approved-too-late')).stdout
    expect(late).toContain('approves after 3 minutes')
    expect(late).toContain('- Undecided after 2 minutes: it ends with BANK_SERVER_REJECTION.')
    expect((await run('wrong-login')).stdout).not.toContain('201')
  })

  it('draws one', async () => {
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

  it.each([
    { args: ['redirect-aproved'], says: "there is no scenario 'redirect-aproved'; did you mean redirect-approved" },
    { args: ['xyzzy'], says: "there is no scenario 'xyzzy'; 'finapi-mock scenarios' lists them all" },
    { args: ['--mermaid'], says: 'name one scenario for --mermaid' },
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
