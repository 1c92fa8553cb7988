import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCommand } from '../../contracts/command.ts'
import { rules } from '../../contracts/rules/index.ts'

const call = async (args: readonly string[], environment: Record<string, string> = {}) => {
  const written: string[] = []
  const complaints: string[] = []
  const code = await runCommand(args, {
    environment,
    write: (text) => written.push(text),
    complain: (line) => complaints.push(line),
    colors: false,
    signal: new AbortController().signal,
    rules: rules.filter(({ id }) => id.startsWith('users.')),
  })
  return { code, written: written.join(''), complaints }
}

describe('the contract command', () => {
  it('explains itself', async () => {
    const { code, written } = await call(['--help'])
    expect(code).toBe(0)
    expect(written).toMatch(/FINAPI_BASE_URL/)
  })

  it.each([
    { given: 'an unknown flag', args: ['--jsn', 'x'], environment: {}, says: /--jsn/ },
    { given: 'a stray word', args: ['sandbox'], environment: {}, says: /sandbox/ },
    { given: 'a flag without its value', args: ['--json'], environment: {}, says: /--json/ },
    { given: 'an unknown version', args: [], environment: { FINAPI_API_VERSION: '3' }, says: /FINAPI_API_VERSION/ },
  ])('refuses $given with one line', async ({ args, environment, says }) => {
    const { code, written, complaints } = await call(args, environment)
    expect({ code, written }).toEqual({ code: 2, written: '' })
    expect(complaints).toHaveLength(1)
    expect(complaints[0]).toMatch(says)
    expect(complaints[0]).not.toMatch(/\n/)
  })

  it('fails with one line when nobody answers', async () => {
    const environment = {
      FINAPI_BASE_URL: 'http://127.0.0.1:9',
      FINAPI_CLIENT_ID: 'id',
      FINAPI_CLIENT_SECRET: 'very-secret',
    }
    const { code, written, complaints } = await call([], environment)
    expect({ code, written }).toEqual({ code: 1, written: '' })
    expect(complaints.join('\n')).toMatch(/^Could not look: .*127\.0\.0\.1:9.*$/)
    expect(complaints.join('\n')).not.toMatch(/very-secret/)
  })

  it('checks a mock of its own and writes the results for machines', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'contract-')), 'report.json')
    const { code, written } = await call(['--json', file])
    expect(written).toMatch(/mock v1: \d+ rules, \d+ held, 0 failed[\s\S]*mock v2: \d+ rules, \d+ held, 0 failed/)
    expect(code).toBe(0)
    const report = JSON.parse(await readFile(file, 'utf8'))
    expect(report).toMatchObject({ passed: true, runs: [{ target: { version: 'v1' } }, { target: { version: 'v2' } }] })
  })
})
