import type { Dispatcher } from 'undici'
import {
  type ApiVersion,
  createFinApiClient,
  type FinApiClient,
  type ImportRequest,
  isFinApiResponseError,
  type Psu,
  type UserSession,
} from '../../client/index.ts'
import type { MockServer, MockWorld } from '../../server/index.ts'
import { MOMENT } from '../helpers/api-dialect.ts'
import { type Chance, createChance } from '../helpers/chance.ts'

/** The counts of what lives have done. */
export interface Deeds {
  requests: number
  users: number
  imports: number
  updates: number
  faults: number
  copies: number
  worlds: number
}

export interface LifeOptions {
  readonly server: MockServer
  readonly name: string
  readonly seed: string
  /** The world has the seed as its own, and so other ledgers than the rest. */
  readonly hasOwnLedgers: boolean
  /** Number of hours. */
  readonly duration: number
  readonly dispatcher: Dispatcher
  readonly deeds: Deeds
}

/** A world with users who import, update and read, and disappear. */
export interface Life {
  /** Lives for an hour of the world's clock. */
  liveAnHour(): Promise<void>
  readonly isOver: boolean
  /** Removes the world; throws if it has responded with an error of its own. */
  end(): void
}

/** A user with the bank connections that can be updated. */
interface Resident {
  readonly session: UserSession<ApiVersion>
  readonly connections: { readonly id: number; readonly request: ImportRequest; readonly procedure: string }[]
}

const MAX_USERS = 3
const HOUR = 3_600_000

const credentials = (user: string, pin?: string): { label: string; value: string }[] => [
  { label: 'Onlinebanking-ID', value: user },
  ...(pin === undefined ? [] : [{ label: 'PIN', value: pin }]),
]

const XS2A = { bankingInterface: 'XS2A' } as const

/** An import in each approach of SCA. */
const IMPORTS: readonly { readonly request: ImportRequest; readonly procedure: string }[] = [
  { request: { ...XS2A, bankId: 280001, loginCredentials: credentials('demo', 'demo') }, procedure: 'DEMO-SMS' },
  { request: { ...XS2A, bankId: 280001, loginCredentials: credentials('demo', 'demo') }, procedure: 'DEMO-CHIP-QR' },
  {
    request: {
      ...XS2A,
      bankId: 280002,
      loginCredentials: credentials('a'),
      redirectUrl: 'https://tpp.example/back?a=1',
    },
    procedure: '',
  },
  { request: { ...XS2A, bankId: 277672, loginCredentials: credentials('a', 'b') }, procedure: 'DEMO-TSP-02' },
  {
    request: { ...XS2A, bankId: 280001, loginCredentials: credentials('demo_no_msa', 'demo_no_msa') },
    procedure: '',
  },
]

/** Different banks in the imports. */
const BANKS = 3

/** The faults that are asked for; clients get these statuses and no others. */
const ASKED = 503

/** Creates a world and its client. */
export const startLife = (options: LifeOptions): Life => {
  const { server, name, seed, hasOwnLedgers, duration, dispatcher, deeds } = options
  const chance = createChance(seed)
  const world = server.worlds.create(name, {
    frozenAt: Date.parse(MOMENT),
    ...(hasOwnLedgers ? { seed } : {}),
  })
  deeds.worlds++
  const client = createFinApiClient({
    baseUrl: `${server.url}/w/${name}`,
    clientId: 'mock-client',
    clientSecret: 'mock-secret',
    version: chance.pick<ApiVersion>(['v1', 'v2']),
    dispatcher,
    now: () => world.clock.now(),
    sleep: async (milliseconds) => world.clock.advance(milliseconds),
  })
  const residents: Resident[] = []
  const actions = createActions({ server, name, world, client, chance, deeds, residents })
  let hours = 0
  return {
    liveAnHour: async () => {
      if (residents.length === 0) await actions.addUser()
      const resident = chance.pick(residents)
      if (resident.connections.length === 0) await actions.importBank(resident)
      for (let index = 0; index < 3; index++) await actions.doSomething(chance.pick(residents))
      // Tokens last an hour, so that each hour begins with new ones.
      world.clock.advance(HOUR)
      hours++
    },
    get isOver() {
      return hours >= duration
    },
    end: () => {
      const unasked = world.journal.find({}).filter(({ response }) => isUnasked(response.status))
      server.worlds.remove(name)
      if (unasked.length > 0) throw new Error(`unasked ${JSON.stringify(unasked[0])}`)
    },
  }
}

const isUnasked = (status: number | undefined): boolean =>
  status !== undefined && status >= 500 && ![501, 510, ASKED].includes(status)

interface ActionContext {
  readonly server: MockServer
  readonly name: string
  readonly world: MockWorld
  readonly client: FinApiClient<ApiVersion>
  readonly chance: Chance
  readonly deeds: Deeds
  readonly residents: Resident[]
}

const createActions = (context: ActionContext) => {
  const { world, client, chance, deeds, residents } = context

  const addUser = async (): Promise<void> => {
    residents.push({ session: client.asUser(await client.users.create()), connections: [] })
    deeds.users++
  }

  /** Imports a bank that the user does not have yet: the same login twice is an error. */
  const importBank = async ({ session, connections }: Resident): Promise<void> => {
    const isNew = ({ request: { bankId } }: (typeof IMPORTS)[number]): boolean =>
      connections.every(({ request }) => request.bankId !== bankId)
    const { request, procedure } = chance.pick(IMPORTS.filter(isNew))
    const { id } = await session.importBankConnection(request, createPsu(procedure))
    await session.waitUntilReady(id)
    connections.push({ id, request, procedure })
    deeds.imports++
  }

  const update = async ({ session, connections }: Resident): Promise<void> => {
    const connection = connections.at(-1)
    if (connection === undefined) return
    const { bankId: _, ...request } = connection.request
    const { id } = await session.updateBankConnection(
      { ...request, bankConnectionId: connection.id },
      createPsu(connection.procedure),
    )
    await session.waitUntilReady(id)
    deeds.updates++
  }

  const read = async ({ session }: Resident): Promise<void> => {
    const { accounts } = await session.accounts.list()
    await session.transactions.list({ view: 'userView', perPage: 500, page: chance.int(1, 3) })
    await session.transactions.list({ view: 'userView', search: 'a', order: ['amount,desc'] })
    const [first] = accounts
    if (first === undefined) return
    await session.accounts.dailyBalances({ accountIds: [first.id], startDate: '2026-02-01', endDate: '2026-03-01' })
    await session.accounts.edit(first.id, { accountName: `account ${chance.int(1, 100)}` })
    await session.bankConnections.list()
    await session.banks.list({ search: 'DEMO' })
  }

  const changeTransaction = async ({ session }: Resident): Promise<void> => {
    const { transactions } = await session.transactions.list({ view: 'userView', perPage: 5 })
    const [first] = transactions
    if (first !== undefined) await session.transactions.edit(first.id, { isNew: chance.int(0, 1) === 0 })
  }

  const meetFault = async ({ session }: Resident): Promise<void> => {
    const { id } = world.faults.add({ kind: 'status', status: ASKED, operation: 'getAuthorizedUser' })
    deeds.faults++
    try {
      await session.user.get()
    } catch (error) {
      if (!isFinApiResponseError(error) || error.status !== ASKED) throw error
      return
    } finally {
      world.faults.remove(id)
    }
    throw new Error('the fault hit nothing')
  }

  const observe = async (): Promise<void> => {
    world.journal.har({ status: 201 })
    world.lint()
    world.coverage.report()
    world.psu.list()
  }

  const leaveConnection = async ({ session, connections }: Resident): Promise<void> => {
    const connection = connections.shift()
    if (connection !== undefined) await session.bankConnections.delete(connection.id)
  }

  const leave = async (resident: Resident): Promise<void> => {
    await resident.session.user.delete()
    residents.splice(residents.indexOf(resident), 1)
    if (residents.length === 0) await addUser()
  }

  const everything = [
    ...[update, update, read, read, read, changeTransaction, meetFault, observe],
    (resident: Resident) => (residents.length < MAX_USERS ? addUser() : read(resident)),
    (resident: Resident) => (resident.connections.length < BANKS ? importBank(resident) : leaveConnection(resident)),
    (resident: Resident) => copyWorld(context, resident),
    leaveConnection,
    leave,
  ]
  return { addUser, importBank, doSomething: (resident: Resident) => chance.pick(everything)(resident) }
}

/** Takes a snapshot and restores it, or forks the world and removes the fork. */
const copyWorld = async (
  { server, name, world, chance, deeds }: ActionContext,
  { session }: Resident,
): Promise<void> => {
  deeds.copies++
  if (chance.int(0, 1) === 0) {
    const fork = `${name}-fork`
    server.worlds.fork(name, fork).clock.settle()
    server.worlds.remove(fork)
    return
  }
  // No requests in between: they would get tokens that are issued again, to others, after the snapshot is restored.
  const snapshot = world.snapshot()
  world.clock.advance('PT10M')
  world.faults.add({ kind: 'gateway', status: ASKED, times: 'until-removed' })
  world.restore(snapshot)
  await session.bankConnections.list()
}

/** Answers as the PSU of every demo bank. */
const createPsu = (procedure: string): Psu => ({
  chooseProcedure: (procedures) =>
    procedures.find(({ procedureId }) => procedureId === procedure)?.procedureId ?? procedures[0]?.procedureId ?? '',
  answerChallenge: () => '123456',
  approveDecoupled: () => undefined,
  visitRedirect: async ({ url, context }) => {
    const post = (path: string, fields: Record<string, string>): Promise<Response> =>
      fetch(new URL(path, url), { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
    const approval = await (await post('login', { state: context, user: 'demo', pin: 'demo' })).text()
    const session = /name="session"[^>]*value="([^"]+)"/.exec(approval)?.[1] ?? ''
    const decision = await post('decision', { state: context, session, decision: 'approve' })
    await decision.arrayBuffer()
    return decision.headers.get('location') ?? ''
  },
})
