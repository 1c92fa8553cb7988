import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
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

const noteTrouble = (text: string): unknown => troubles.push(text)

const open = (runId = 'run') => createLedger(directory, key, runId, noteTrouble)

const find = (of = key) => findLeftovers(directory, of, noteTrouble)

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
    const ledger = createLedger('/dev/null/ledger', key, 'run', noteTrouble)
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
    const [leftover, ...more] = find()
    expect(leftover?.users).toEqual([anna])
    expect(more).toEqual([])
    leftover?.keep([anna])
    expect(find()).toHaveLength(1)
    leftover?.keep([])
    expect(find()).toEqual([])
  })

  it.each([
    { given: 'this process', changes: {}, found: 0 },
    { given: 'an earlier process of the same number', changes: { started: 0 }, found: 1 },
    { given: 'a process at work', changes: { pid: process.ppid }, found: 0 },
    { given: 'a process at work that cannot be the same', changes: { pid: process.ppid, written: 0 }, found: 1 },
  ])('finds $found page of $given', ({ changes, found }) => {
    open().remember(anna)
    changePage(changes)
    expect(find()).toHaveLength(found)
  })

  it('leaves alone what belongs to another server or client', () => {
    open().remember(anna)
    changePage({ pid: deadPid() })
    expect(find({ ...key, clientId: 'another' })).toEqual([])
    expect(find({ ...key, baseUrl: 'https://live.finapi.io/' })).toEqual([])
    expect(find()).toHaveLength(1)
  })

  it.each([
    { name: 'broken.json', content: '{"users": [', reason: /broken\.json is not a list of users/ },
    { name: 'strange.json', content: '{"users": 7}', reason: /strange\.json is not a list of users/ },
    { name: 'folder.json', content: undefined, reason: /folder\.json cannot be read \(EISDIR\)/ },
  ])('reports $name, with what to do, and goes on', ({ name, content, reason }) => {
    open().remember(anna)
    changePage({ pid: deadPid() })
    const file = join(directory, name)
    if (content === undefined) mkdirSync(file)
    else writeFileSync(file, content)
    expect(find()).toHaveLength(1)
    expect(troubles).toEqual([expect.stringMatching(reason)])
    expect(troubles[0]).toMatch(/may be left at the server; delete them there, and then this file$/)
    expect(readdirSync(directory)).toContain(name)
  })

  it('reports a directory that it cannot read', () => {
    expect(findLeftovers('/dev/null/ledger', key, noteTrouble)).toEqual([])
    expect(troubles).toEqual([expect.stringMatching(/^\/dev\/null\/ledger cannot be read \(ENOTDIR\)/)])
  })

  it('reports a file that it cannot update', () => {
    open().remember(anna)
    changePage({ pid: deadPid() })
    const [leftover] = find()
    rmSync(directory, { recursive: true })
    writeFileSync(directory, '')
    leftover?.keep([anna])
    expect(troubles).toEqual([expect.stringMatching(/run\.json could not be updated \((EEXIST|ENOTDIR)\)/)])
  })

  it('finds nothing where nothing was ever written', () => {
    expect(find()).toEqual([])
    expect(findLeftovers(undefined, key, noteTrouble)).toEqual([])
    expect(troubles).toEqual([])
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
