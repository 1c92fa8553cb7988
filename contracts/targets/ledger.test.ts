import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLedger, defaultLedger, findLeftovers } from './ledger.ts'

const key = { baseUrl: 'https://sandbox.finapi.io/', clientId: 'client' }
const anna = { id: 'anna', password: 'secret-1' }
const bert = { id: 'bert', password: 'secret-2' }

let directory: string
let troubles: string[]

beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'ledger-')), 'deep', 'down')
  troubles = []
})

afterEach(() => rmSync(join(directory, '..', '..'), { recursive: true }))

const open = (runId = 'run') => createLedger(directory, key, runId, (text) => troubles.push(text))

/** Returns the number of a process that has ended. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '0']).pid

const changePage = (changes: Readonly<Record<string, unknown>>): void => {
  const file = join(directory, 'run.json')
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...changes }))
}

describe('createLedger', () => {
  it('keeps users in a file that only its owner reads, as long as there are any', () => {
    const ledger = open()
    ledger.remember(anna)
    ledger.remember(bert)
    const file = join(directory, 'run.json')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ ...key, pid: process.pid, users: [anna, bert] })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(directory).mode & 0o777).toBe(0o700)
    ledger.forget('anna')
    expect(ledger.users()).toEqual([bert])
    ledger.forget('bert')
    expect(readdirSync(directory)).toEqual([])
    expect(troubles).toEqual([])
  })

  it('says so when it cannot write, and remembers all the same', () => {
    const ledger = createLedger('/dev/null/ledger', key, 'run', (text) => troubles.push(text))
    ledger.remember(anna)
    expect(ledger.has('anna')).toBe(true)
    expect(troubles).toEqual([expect.stringMatching(/not noted in \/dev\/null\/ledger/)])
  })
})

describe('findLeftovers', () => {
  it('finds what a process that is over left, until it is deleted', () => {
    open().remember(anna)
    open('other').remember(bert)
    changePage({ pid: deadPid() })
    const [leftover, ...more] = findLeftovers(directory, key)
    expect(leftover?.users).toEqual([anna])
    expect(more).toEqual([])
    leftover?.keep([anna])
    expect(findLeftovers(directory, key)).toHaveLength(1)
    leftover?.keep([])
    expect(findLeftovers(directory, key)).toEqual([])
  })

  it.each([
    { given: 'this process', changes: {}, found: 0 },
    { given: 'an earlier process of the same number', changes: { started: 0 }, found: 1 },
    { given: 'a process at work', changes: { pid: process.ppid }, found: 0 },
    { given: 'a process at work that cannot be the same', changes: { pid: process.ppid, written: 0 }, found: 1 },
  ])('finds $found page of $given', ({ changes, found }) => {
    open().remember(anna)
    changePage(changes)
    expect(findLeftovers(directory, key)).toHaveLength(found)
  })

  it('leaves alone what belongs to another server or client, and what it cannot read', () => {
    open().remember(anna)
    changePage({ pid: deadPid() })
    writeFileSync(join(directory, 'broken.json'), '{"users": [')
    writeFileSync(join(directory, 'strange.json'), '{"users": 7}')
    expect(findLeftovers(directory, { ...key, clientId: 'another' })).toEqual([])
    expect(findLeftovers(directory, { ...key, baseUrl: 'https://live.finapi.io/' })).toEqual([])
    expect(findLeftovers(directory, key)).toHaveLength(1)
  })

  it('finds nothing where nothing was ever written', () => {
    expect(findLeftovers(directory, key)).toEqual([])
    expect(findLeftovers(undefined, key)).toEqual([])
  })
})

describe('defaultLedger', () => {
  it.each([
    { environment: { FINAPI_LEDGER: '/own', XDG_STATE_HOME: '/state' }, expected: /^\/own$/ },
    { environment: { XDG_STATE_HOME: '/state' }, expected: /^\/state\/finapi-mock\/contract-users$/ },
    { environment: {}, expected: /\.local\/state\/finapi-mock\/contract-users$/ },
  ])('is at $expected', ({ environment, expected }) => {
    expect(defaultLedger(environment)).toMatch(expected)
  })
})
