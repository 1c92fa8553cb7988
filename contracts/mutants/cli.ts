import { once } from 'node:events'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import type { ApiVersion } from '../api.ts'
import { runMutantsCommand } from './command.ts'
import { type MutantOptions, runMutants } from './run.ts'
import type { Score } from './score.ts'

interface Task {
  readonly version: ApiVersion
  readonly options: MutantOptions
}

/** Runs each version in its own thread: hundreds of short runs keep two cores busy. */
const runInThread = async (version: ApiVersion, options: MutantOptions): Promise<Score> => {
  const task: Task = { version, options }
  const [score] = await once(new Worker(new URL(import.meta.url), { workerData: task }), 'message')
  return score
}

if (isMainThread)
  process.exitCode = await runMutantsCommand(process.argv.slice(2), {
    write: (text) => process.stdout.write(text),
    printError: (line) => process.stderr.write(`${line}\n`),
    run: runInThread,
  })
else {
  const { version, options }: Task = workerData
  parentPort?.postMessage(await runMutants(version, options))
}
