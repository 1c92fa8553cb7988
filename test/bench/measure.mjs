import { CONNECTIONS, makeGenerator } from './load/generator.mjs'
import { describeSetting } from './report/setting.mjs'
import { summarize } from './report/summary.mjs'
import { startBare, startMock } from './servers/ours.mjs'
import { startPeers } from './servers/peers.mjs'
import { choosePlacement } from './servers/placement.mjs'
import { compare } from './turns.mjs'
import { importExample } from './workloads/example.mjs'
import { getConnection } from './workloads/get-connection.mjs'
import { importStep } from './workloads/import-step.mjs'
import { measureIdleMemory, measureMemory } from './workloads/memory.mjs'
import { measureStarts } from './workloads/starts.mjs'
import { transactionPages } from './workloads/transactions.mjs'
import { wholeImport } from './workloads/whole-import.mjs'

/** Turns, and how long (ms) a server is under load in each, and before the first. */
const FULL = { turns: 9, slice: 700, warmUp: 2000 }
const SHORT = { turns: 5, slice: 350, warmUp: 500 }

const PAGE_SIZES = [100, 500]
const NO_PEERS = { servers: {}, versions: {}, missing: [] }

const begin = performance.now()
const log = (what) => console.error(`${((performance.now() - begin) / 1000).toFixed(1).padStart(5)} s  ${what}`)

/** The workloads in which a server is under load. */
const measureLoads = async (bench, { short }, length) => {
  const run = async (name, workload) => {
    log(name)
    return summarize(await compare(await workload(bench), length))
  }
  const summaries = {
    step: await run('import step', importStep),
    connection: await run('bank connection', getConnection),
  }
  if (short) return { summaries }
  summaries.whole = await run('whole import', wholeImport)
  const transactions = await transactionPages(bench)
  summaries.pages = {}
  for (const size of PAGE_SIZES) {
    summaries.pages[size] = await run(`pages of ${size} transactions`, transactions.workload(size))
  }
  return { summaries, transactions }
}

/** Measures everything in one run. */
export const measureAll = async (options, directory) => {
  const { short, v1, writeDocs } = options
  const length = short ? SHORT : FULL
  const placement = choosePlacement()
  const generator = makeGenerator(placement, directory)
  const started = []
  const keep = (server) => {
    started.push(server)
    return server
  }
  let peers = NO_PEERS
  let loads
  try {
    const mock = keep(await startMock(placement))
    const bare = keep(await startBare(placement))
    const again = keep(await startBare(placement))
    const example = await importExample(mock, 'v2')
    for (const server of [bare, again]) await server.learn(example.responses)
    if (!short) {
      log('start of the other mock servers')
      peers = await startPeers({ placement, directory, responses: example.responses })
      for (const server of Object.values(peers.servers)) keep(server)
    }
    const versions = v1 ? ['v2', 'v1'] : ['v2']
    const bench = { generate: generator.generate, mock, bare, again, peers: peers.servers, versions, example }
    loads = await measureLoads(bench, options, length)
  } finally {
    await Promise.all(started.map((server) => server.stop()))
  }
  log('start')
  const starts = await measureStarts(length.turns)
  log('memory')
  const memory = short
    ? { idle: await measureIdleMemory(placement) }
    : await measureMemory({ placement, generate: generator.generate })
  log('done')
  const flags = [v1 ? '--v1' : '', short ? '--short' : '', writeDocs ? '--write-docs' : ''].filter(Boolean).join(' ')
  const setting = describeSetting({
    command: `npm run bench${flags === '' ? '' : ` -- ${flags}`}`,
    ...length,
    connections: CONNECTIONS,
    placement: placement.text,
    generator: generator.text,
    peers,
  })
  return { ...loads, starts, memory, setting }
}
