import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { parseArgs, promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readCallOptions } from '../../contracts/call-options.ts'
import { builtCommand } from './built.ts'

const text = await readFile(new URL('../../contracts/workflow.example.yml', import.meta.url), 'utf8')
const workflow = parse(text)
const steps: { run?: string; uses?: string; if?: string; env?: object; with?: { path?: string } }[] =
  workflow.jobs.sandbox.steps
const command = steps.find(({ run }) => run?.startsWith('npx finapi-mock'))
const [, , name = '', ...args] = command?.run?.trim().split(/\s+/) ?? []

describe('the workflow to copy', () => {
  it('runs by the clock and by hand', () => {
    expect(workflow.on.schedule[0].cron).toMatch(/^[\d*]+( [\d*]+){4}$/)
    expect(workflow.on).toHaveProperty('workflow_dispatch')
  })

  it('calls a command that exists, with flags and variables that it understands', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [builtCommand, name, ...args, '--list'])
    expect(stdout).toContain('headers.request-id-is-echoed')
    const secrets = Object.fromEntries(Object.keys(command?.env ?? {}).map((variable) => [variable, 'given']))
    expect(Object.values(command?.env ?? {})).toEqual(Object.keys(secrets).map((one) => `\${{ secrets.${one} }}`))
    expect(await readCallOptions(args, secrets)).toMatchObject({
      kind: 'run',
      plan: {
        kind: 'remote',
        baseUrl: 'https://sandbox.finapi.io',
        versions: ['v2'],
        client: { id: 'given', secret: 'given' },
      },
    })
  })

  it('keeps every file that the command writes, also after a failure', () => {
    const { tokens } = parseArgs({ args, strict: false, tokens: true })
    const files = tokens.flatMap((token) =>
      token.kind === 'positional' && /\./.test(token.value) ? [token.value] : [],
    )
    const written = files.filter((file) => /^\w+\.\w+$/.test(file))
    expect(written).toHaveLength(4)
    const kept = steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact'))
    expect(kept?.if).toBe('always()')
    expect(kept?.with?.path?.trim().split('\n').sort()).toEqual(written.sort())
    for (const action of ['actions/cache/restore', 'actions/cache/save'])
      expect(steps.find(({ uses }) => uses?.startsWith(action))?.with?.path).toBe('parity.json')
  })
})
