import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describeCause, hasCode, replaceFile } from '../files.ts'

/** The credentials of a user, needed to delete it. */
export interface KnownUser {
  readonly id: string
  readonly password: string
}

/** The server and client of users: the same id elsewhere is another user. */
export interface LedgerKey {
  readonly baseUrl: string
  readonly clientId: string
}

/** The users of a run that are still to be deleted. */
export interface Ledger {
  /** Called before a user is created, in case the run dies meanwhile. */
  remember(user: KnownUser): void
  forget(id: string): void
  has(id: string): boolean
  users(): readonly KnownUser[]
}

/** Users that an earlier run left behind. */
export interface Leftover {
  readonly users: readonly KnownUser[]
  /** Removes all of them but those that could not be deleted. */
  keep(left: readonly KnownUser[]): void
}

/** Receives a message about something that the ledger could not do. */
type TroubleListener = (text: string) => void

interface Page extends LedgerKey {
  readonly pid: number
  /** Distinguishes the process from a later one with the same number. */
  readonly started: number
  readonly written: number
  readonly users: readonly KnownUser[]
}

/** Longer than any run: a process that is older is another one with the same number. */
const MAX_RUN_TIME = 12 * 60 * 60_000

/** Returns the default directory of ledgers, which outlives the process and a restart of the machine. */
export const defaultLedger = (environment: Readonly<Record<string, string | undefined>> = process.env): string =>
  environment.FINAPI_LEDGER ||
  join(environment.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'finapi-mock', 'contract-users')

/** Writes a page atomically, and readable only for its owner, because it contains passwords. */
const writePage = (directory: string, name: string, page: Page): void => {
  const file = join(directory, name)
  if (page.users.length === 0) {
    rmSync(file, { force: true })
    return
  }
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  replaceFile(file, `${JSON.stringify(page, null, 2)}\n`, { mode: 0o600 })
}

/**
 * Notes the users of a run in a file of its own, so that parallel runs do not overwrite each other. Writes immediately
 * and synchronously, because a process that is killed has no other chance. Writes nothing without a directory.
 */
export const createLedger = (
  directory: string | undefined,
  key: LedgerKey,
  runId: string,
  onTrouble: TroubleListener,
): Ledger => {
  const users = new Map<string, KnownUser>()
  const write = (): void => {
    if (directory === undefined) return
    const started = Math.round(performance.timeOrigin)
    const page: Page = { ...key, pid: process.pid, started, written: Date.now(), users: [...users.values()] }
    try {
      writePage(directory, `${runId}.json`, page)
    } catch (error) {
      onTrouble(`users are not noted in ${directory}, a crash would leave them behind (${describeCause(error)})`)
    }
  }
  return {
    remember: (user) => {
      users.set(user.id, { id: user.id, password: user.password })
      write()
    },
    forget: (id) => {
      if (users.delete(id)) write()
    },
    has: (id) => users.has(id),
    users: () => [...users.values()],
  }
}

const isUser = (value: unknown): value is KnownUser =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'password' in value &&
  typeof value.password === 'string'

const isPage = (value: unknown): value is Page =>
  typeof value === 'object' &&
  value !== null &&
  'baseUrl' in value &&
  'clientId' in value &&
  'pid' in value &&
  typeof value.pid === 'number' &&
  'started' in value &&
  typeof value.started === 'number' &&
  'written' in value &&
  typeof value.written === 'number' &&
  'users' in value &&
  Array.isArray(value.users) &&
  value.users.every(isUser)

const parsePage = (text: string): Page | undefined => {
  try {
    const page: unknown = JSON.parse(text)
    return isPage(page) ? page : undefined
  } catch {
    return undefined
  }
}

/** Reads a page. Reports one that cannot be read; one that is gone belonged to a run that ended meanwhile. */
const readPage = (file: string, onTrouble: TroubleListener): Page | undefined => {
  const report = (reason: string): void =>
    onTrouble(
      `${file} ${reason}: users of an earlier run may be left at the server; delete them there, and then this file`,
    )
  try {
    const page = parsePage(readFileSync(file, 'utf8'))
    if (!page) report('is not a list of users')
    return page
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) report(`cannot be read (${describeCause(error)})`)
    return undefined
  }
}

const exists = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // The process exists, but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Returns whether the run that wrote the page may still be running. In a container every process may be number 1. */
const isAtWork = ({ pid, started, written }: Page): boolean => {
  if (pid === process.pid) return Math.abs(started - performance.timeOrigin) < 1_000
  return exists(pid) && Date.now() - written < MAX_RUN_TIME
}

const listPages = (directory: string, onTrouble: TroubleListener): string[] => {
  try {
    return readdirSync(directory).filter((name) => name.endsWith('.json'))
  } catch (error) {
    // No run has left anything yet.
    if (!hasCode(error, 'ENOENT'))
      onTrouble(`${directory} cannot be read (${describeCause(error)}): users of earlier runs are not deleted`)
    return []
  }
}

/** Finds users that earlier runs against the same server and client did not delete. */
export const findLeftovers = (
  directory: string | undefined,
  key: LedgerKey,
  onTrouble: TroubleListener,
): Leftover[] => {
  if (directory === undefined) return []
  return listPages(directory, onTrouble).flatMap((name) => {
    const file = join(directory, name)
    const page = readPage(file, onTrouble)
    if (!page || page.baseUrl !== key.baseUrl || page.clientId !== key.clientId || isAtWork(page)) return []
    const keep = (users: readonly KnownUser[]): void => {
      try {
        writePage(directory, name, { ...page, users })
      } catch (error) {
        onTrouble(`${file} could not be updated (${describeCause(error)}): it lists users that are deleted`)
      }
    }
    return [{ users: page.users, keep }]
  })
}
