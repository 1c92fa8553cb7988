import { Agent } from 'undici'
import { startMockServer } from '../../server/index.ts'
import { watchProcess } from '../fuzz/process-problems.ts'
import { type Growth, isFlat, measureHeap } from '../helpers/heap.ts'
import { type Deeds, type Life, startLife } from './life.ts'

export interface SoakOptions {
  readonly worlds: number
  readonly seed: string
  readonly allowedGrowth: Growth
  /** Called before each hour with the number of those before; false ends the run. */
  goesOn(hours: number): boolean
  onHour?(hours: number): void
}

/** The state after an hour in every world. */
export interface Hour {
  readonly deeds: Deeds
  /** In bytes, after a garbage collection. */
  readonly heap: number
  readonly rss: number
}

export interface SoakResult {
  readonly hours: readonly Hour[]
  /** Failed calls, errors of the server, and what the process printed. */
  readonly problems: readonly string[]
  readonly isFlat: boolean
}

/** In hours: short, so that worlds end and begin all the time. */
const MIN_LIFE = 4
const MAX_LIFE = 10
/** Worlds that live at the same time. */
const AT_ONCE = 5
const MAX_PROBLEMS = 20

/** Lives hour after hour in many worlds of one server, through the reference client. */
export const runSoak = async ({ worlds, seed, allowedGrowth, goesOn, onHour }: SoakOptions): Promise<SoakResult> => {
  const processProblems = watchProcess()
  const server = await startMockServer({ port: 0, seed })
  const deeds: Deeds = { requests: 0, users: 0, imports: 0, updates: 0, faults: 0, copies: 0, worlds: 0 }
  const agent = new Agent({ connections: AT_ONCE })
  const dispatcher = agent.compose((dispatch) => (options, handler) => {
    deeds.requests++
    return dispatch(options, handler)
  })
  const hours: Hour[] = []
  const problems: string[] = []
  const lives = new Map<number, Life>()
  const generations = new Map<number, number>()

  const report = (problem: string): void => {
    if (problems.length < MAX_PROBLEMS) problems.push(problem)
  }

  const begin = (place: number): Life => {
    const generation = (generations.get(place) ?? 0) + 1
    generations.set(place, generation)
    // Ends are spread over the hours, so that the number of old worlds stays the same.
    const duration = MIN_LIFE + ((place * 3 + generation) % (MAX_LIFE - MIN_LIFE + 1))
    const name = `soak-${place}`
    // Not left to chance, because ledgers are most of the memory: a fourth of the worlds has own ones at any time.
    const hasOwnLedgers = (place + generation) % 4 === 0
    const ownSeed = `${seed}/${place}/${generation}`
    const life = startLife({ server, name, seed: ownSeed, hasOwnLedgers, duration, dispatcher, deeds })
    lives.set(place, life)
    return life
  }

  const end = (place: number, life: Life): void => {
    lives.delete(place)
    try {
      life.end()
    } catch (error) {
      report(`world ${place}: ${describe(error)}`)
    }
  }

  const live = async (place: number): Promise<void> => {
    const life = lives.get(place) ?? begin(place)
    try {
      await life.liveAnHour()
    } catch (error) {
      report(`world ${place}: ${describe(error)}`)
    }
    if (life.isOver) end(place, life)
  }

  try {
    const places = Array.from({ length: worlds }, (_, place) => place)
    while (goesOn(hours.length)) {
      for (let from = 0; from < worlds; from += AT_ONCE) await Promise.all(places.slice(from, from + AT_ONCE).map(live))
      for (const problem of processProblems.take()) report(problem)
      hours.push({ deeds: { ...deeds }, heap: measureHeap(), rss: process.memoryUsage.rss() })
      onHour?.(hours.length)
    }
    for (const [place, life] of lives) end(place, life)
    const left = server.worlds.names().filter((name) => name !== 'default')
    if (left.length > 0) report(`worlds are left: ${left.join(', ')}`)
  } finally {
    await agent.close()
    await server.close()
    processProblems.stop()
  }
  return {
    hours,
    problems,
    isFlat: isFlat(
      hours.map(({ heap }) => heap),
      allowedGrowth,
    ),
  }
}

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))
