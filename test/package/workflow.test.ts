import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readCallOptions } from '../../contracts/call-options.ts'
import { builtCommand } from './built.ts'

const text = await readFile(new URL('../../contracts/workflow.example.yml', import.meta.url), 'utf8')
const workflow = parse(text)

interface Step {
  readonly run?: string
  readonly uses?: string
  readonly if?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, string>>
}

const steps: Step[] = workflow.jobs.sandbox.steps
const findStep = (action: string): Step | undefined => steps.find(({ uses }) => uses?.startsWith(`${action}@`))
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
    const { FINAPI_LEDGER, ...secrets } = command?.env ?? {}
    expect(Object.values(secrets)).toEqual(Object.keys(secrets).map((one) => `\${{ secrets.${one} }}`))
    const given = Object.fromEntries(Object.keys(secrets).map((variable) => [variable, 'given']))
    expect(await readCallOptions(args, { ...given, FINAPI_LEDGER })).toMatchObject({
      kind: 'run',
      plan: {
        kind: 'remote',
        baseUrl: 'https://sandbox.finapi.io',
        versions: ['v2'],
        client: { id: 'given', secret: 'given' },
        settings: { ledger: 'contract-state/users' },
      },
    })
  })

  it('keeps every report that the command writes, also after a failure', () => {
    const kept = findStep('actions/upload-artifact')
    expect(kept?.if).toBe('always()')
    const reports = ['--html', '--junit', '--json', '--parity'].map((flag) => args[args.indexOf(flag) + 1])
    expect(kept?.with?.path?.trim().split('\n')).toEqual(reports)
  })

  it('hands the list of users and the earlier results on to the next run, which is on another machine', () => {
    const restored = findStep('actions/cache/restore')
    const saved = findStep('actions/cache/save')
    const state = `${restored?.with?.path}/`
    for (const path of [command?.env?.FINAPI_LEDGER, args[args.indexOf('--parity') + 1]])
      expect(path?.startsWith(state)).toBe(true)
    expect(saved).toMatchObject({ if: 'always()', with: { path: restored?.with?.path, key: restored?.with?.key } })
    // A saved cache cannot be overwritten, so each attempt of a run needs a key of its own; the newest one is restored.
    expect(saved?.with?.key).toMatch(/^finapi-contract-.*github\.run_id.*github\.run_attempt/)
    expect(restored?.with?.['restore-keys']).toBe('finapi-contract-')
    const order = [restored, steps.find(({ run }) => run?.startsWith('mkdir')), command, saved]
    expect(order.map((step) => step && steps.indexOf(step))).toEqual(
      order.map((_, index) => index + steps.indexOf(restored ?? {})),
    )
  })

  it('keeps passwords of users out of the artifact', () => {
    const ledger = command?.env?.FINAPI_LEDGER ?? ''
    const paths = findStep('actions/upload-artifact')?.with?.path?.trim().split('\n') ?? []
    expect(paths.filter((path) => ledger.startsWith(path) || path.startsWith(ledger))).toEqual([])
  })
})
