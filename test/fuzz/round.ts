import { type Chance, createChance } from '../helpers/chance.ts'
import { draftRequest } from './draft-request.ts'
import { happens, pickWeighted } from './draw.ts'
import type { Finding } from './finding.ts'
import { harvest } from './harvest.ts'
import { mutateRequest } from './mutate-request.ts'
import { type FuzzOperation, findOperation, operations } from './operations.ts'
import { isHitByFaults } from './oracle.ts'
import { createPool, type Pool } from './pool.ts'
import type { ProcessProblems } from './process-problems.ts'
import { type FuzzRequest, type FuzzResponse, findOwnPath, findWorld, isRecord, tryParse } from './request.ts'
import { allEnd, MAX_STALL, sendChecked } from './send-checked.ts'
import type { Target } from './target.ts'
import type { Watchdog } from './watchdog.ts'

/** The world in which faults are asked for, so that no other one has to expect them. */
const FAULTY = 'fuzz-faulty'
const CALM = ['default', 'fuzz-a', 'fuzz-b']
/** Worlds that the control API creates, forks, resets and removes. */
const NAMES = [...CALM, 'fuzz-c', 'fuzz-d', FAULTY]

/** In milliseconds; what is late goes on while the next requests are sent. */
const PATIENCE = 2

export interface RoundOptions {
  readonly target: Target
  readonly seed: string
  readonly count: number
  /** Makes of a generated request what the target can send. */
  readonly prepare: (request: FuzzRequest) => FuzzRequest
  readonly processProblems: ProcessProblems
  readonly watchdog: Watchdog
}

export interface RoundResult {
  readonly sent: number
  readonly findings: readonly Finding[]
  /** How often an operation responded with a status. */
  readonly statuses: ReadonlyMap<string, ReadonlyMap<number, number>>
}

/** Sends requests to worlds of their own, which are removed at the end: the same seed sends the same requests. */
export const runRound = async (options: RoundOptions): Promise<RoundResult> => {
  const { target, seed, count, prepare, processProblems, watchdog } = options
  const chance = createChance(seed)
  const pools = new Map<string, Pool>()
  const faulty = new Set<string>()
  const history: FuzzRequest[] = []
  const findings: Finding[] = []
  const late: Promise<unknown>[] = []
  const statuses = new Map<string, Map<number, number>>()

  const poolOf = (world: string): Pool => {
    const pool = pools.get(world) ?? createPool()
    pools.set(world, pool)
    return pool
  }

  const report = (request: FuzzRequest, response: FuzzResponse | undefined, problem: string): void => {
    findings.push({
      problem,
      request,
      response,
      earlier: history.slice(),
      at: `seed ${seed}, request ${history.length}`,
    })
  }

  const countStatus = (key: string, { status }: FuzzResponse): void => {
    const known = statuses.get(key) ?? new Map<number, number>()
    statuses.set(key, known)
    known.set(status, (known.get(status) ?? 0) + 1)
  }

  const send = async (operation: FuzzOperation, request: FuzzRequest): Promise<FuzzResponse | undefined> => {
    const world = findWorld(request.path)
    const isFaulty = faulty.has(world) && isHitByFaults(request)
    const mayWait = isFaulty || operation.id === 'waitForJournalEntry'
    watchdog.note(`${request.method} ${request.path} (seed ${seed}, request ${history.length})`)
    const checked = await sendChecked(target, processProblems, request, {
      isFaulty,
      patience: mayWait ? PATIENCE : undefined,
    })
    const { response, problem } = checked
    if (problem !== undefined) report(request, response, problem)
    // The default world is never removed, so its late responses end when they want to.
    if (checked.late !== undefined && world !== 'default') late.push(checked.late)
    history.push(request)
    if (response === undefined) return undefined
    noteFaults(faulty, request, response)
    if (!isFaulty) countStatus(operation.key, response)
    // The state of a world with faults must not get into one without.
    if (operation.id !== 'takeSnapshot' || faulty.size === 0) harvest(poolOf(world), operation, request, response)
    return response
  }

  const sendNext = async (): Promise<void> => {
    const operation = pickWeighted(chance, operations)
    const isAboutFaults = operation.path.startsWith('/_mock/faults')
    const world = isAboutFaults || happens(chance, 8) ? FAULTY : chance.pick(CALM)
    const source = { chance, pool: poolOf(world), worlds: NAMES }
    const draft = draftRequest(operation, toPrefix(world), source)
    const isMutated = happens(chance, 55)
    const request = prepare(isMutated ? mutateRequest(draft.request, chance) : draft.request)
    const begin = performance.now()
    const response = await send(draft.operation, request)
    const mayBeFaulty = faulty.has(findWorld(request.path)) && isHitByFaults(request)
    const isSlow = performance.now() - begin > MAX_STALL && !mayBeFaulty
    if (isSlow && operation.id !== 'waitForJournalEntry') await findStall(draft.operation, request)
    // Tokens expire with the clock, and vanish with their world.
    if (response?.status === 401 && !isMutated) await logIn(world)
  }

  /**
   * Reports a request that keeps the processor for long each time. What is done only once, such as loading code, or a
   * busy machine, is no finding.
   */
  const findStall = async (operation: FuzzOperation, request: FuzzRequest): Promise<void> => {
    const stalls: number[] = []
    while (stalls.length < 3 && stalls.every((stall) => stall > MAX_STALL)) {
      const [begin, used] = [performance.now(), process.cpuUsage()]
      await send(operation, request)
      const { user, system } = process.cpuUsage(used)
      stalls.push(Math.min(performance.now() - begin, (user + system) / 1000))
    }
    if (stalls.some((stall) => stall <= MAX_STALL)) return
    report(request, undefined, `the event loop was blocked for ${stalls.map(Math.round).join(', ')} ms`)
  }

  const sendAll = async (steps: readonly Step[]): Promise<FuzzResponse | undefined> => {
    let last: FuzzResponse | undefined
    for (const [operation, request] of steps) last = await send(operation, request())
    return last
  }

  /** Gets new tokens for the user of a world; a new user with a bank connection if there is none any more. */
  const logIn = async (world: string): Promise<void> => {
    const steps = createSteps(toPrefix(world), poolOf(world), chance)
    await sendAll(steps.clientTokens)
    const isKnown = poolOf(world).recall('user', chance) !== undefined
    if (isKnown && (await sendAll(steps.userToken))?.status === 200) return
    await sendAll([...steps.newUser, ...steps.userToken, ...steps.bankConnection])
  }

  for (const world of [...CALM, FAULTY]) await logIn(world)
  for (let index = 0; index < count; index++) {
    await sendNext()
    // Timers and unhandled rejections have their turn.
    if (index % 20 === 0) await new Promise(setImmediate)
  }
  const sent = history.length
  for (const name of await listWorlds(target)) {
    await send(findOperation('control deleteWorld'), control('deleteWorld', `/_mock/worlds/${name}`))
  }
  await send(findOperation('control resetWorld'), control('resetWorld', '/_mock/worlds/default/reset'))
  if (!(await allEnd(late))) {
    report(
      control('deleteWorld', '/_mock/worlds/…'),
      undefined,
      'late responses did not end when their world was removed',
    )
  }
  for (const problem of processProblems.take()) report(control('deleteWorld', '/_mock/worlds/…'), undefined, problem)
  return { sent, findings, statuses }
}

const toPrefix = (world: string): string => (world === 'default' ? '' : `/w/${world}`)

/** Marks the worlds with faults: those that were added there, or that were forked from one. */
const noteFaults = (faulty: Set<string>, { method, path }: FuzzRequest, { status, text }: FuzzResponse): void => {
  if (status !== 201 || method !== 'POST') return
  const own = findOwnPath(path)
  if (own === '/_mock/faults') faulty.add(findWorld(path))
  const forked = /^\/_mock\/worlds\/([^/]+)\/fork$/.exec(own)?.[1]
  const body = tryParse(text)
  if (forked !== undefined && faulty.has(forked) && isRecord(body)) faulty.add(String(body.name))
}

const control = (id: string, path: string): FuzzRequest => ({
  operation: `control ${id}`,
  method: findOperation(`control ${id}`).method,
  path,
  headers: [],
  body: undefined,
})

const listWorlds = async (target: Target): Promise<string[]> => {
  const body = tryParse((await target.send(control('listWorlds', '/_mock/worlds'))).text)
  const worlds: unknown[] = isRecord(body) && Array.isArray(body.worlds) ? body.worlds : []
  return worlds.flatMap((world) =>
    isRecord(world) && typeof world.name === 'string' && world.name !== 'default' ? [world.name] : [],
  )
}

/** An operation, and its request, which is made from the responses before. */
type Step = readonly [FuzzOperation, () => FuzzRequest]

/** Creates the steps by which a world gets tokens, a user, and a bank connection. */
const createSteps = (prefix: string, pool: Pool, chance: Chance) => {
  const token = (form: () => Record<string, string>): Step => [
    findOperation('v2 getToken'),
    () => ({
      operation: 'v2 getToken',
      method: 'POST',
      path: `${prefix}/api/v2/oauth/token`,
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: new URLSearchParams({ client_secret: 'mock-secret', ...form() }).toString(),
    }),
  ]
  const importRequest = {
    bankId: 280001,
    bankingInterface: 'XS2A',
    loginCredentials: ['Onlinebanking-ID', 'PIN'].map((label) => ({ label, value: 'demo_no_msa' })),
  }
  return {
    clientTokens: [
      token(() => ({ grant_type: 'client_credentials', client_id: 'mock-client' })),
      token(() => ({ grant_type: 'client_credentials', client_id: 'mock-admin' })),
    ],
    newUser: [callAs('clientToken', 'v2 createUser', {}, prefix, pool, chance)],
    userToken: [
      token(() => {
        const { id = '', password = '' } = pool.recall('user', chance) ?? {}
        return { grant_type: 'password', client_id: 'mock-client', username: id, password }
      }),
    ],
    bankConnection: [
      callAs('userToken', 'v2 importBankConnection', importRequest, prefix, pool, chance),
      [findOperation('control settleClock'), () => control('settleClock', `${prefix}/_mock/clock/settle`)] as const,
      callAs('userToken', 'v2 getAllBankConnections', undefined, prefix, pool, chance),
      callAs('userToken', 'v2 getAndSearchAllTransactions', undefined, prefix, pool, chance, '?view=userView'),
    ],
  }
}

const callAs = (
  kind: 'userToken' | 'clientToken',
  key: string,
  body: unknown,
  prefix: string,
  pool: Pool,
  chance: Chance,
  query = '',
): Step => {
  const operation = findOperation(key)
  return [
    operation,
    () => ({
      operation: key,
      method: operation.method,
      path: prefix + operation.path + query,
      headers: [
        ['Content-Type', 'application/json'],
        ['Authorization', `Bearer ${pool.recall(kind, chance)}`],
      ],
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  ]
}
