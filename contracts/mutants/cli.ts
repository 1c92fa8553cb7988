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

/** Each version in a thread of its own: hundreds of short runs keep more than one core busy. */
const runInThread = async (version: ApiVersion, options: MutantOptions): Promise<Score> => {
  const task: Task = { version, options }
  const [score] = await once(new Worker(new URL(import.meta.url), { workerData: task }), 'message')
  return score
}

if (isMainThread)
  process.exitCode = await runMutantsCommand(process.argv.slice(2), {
    write: (text) => process.stdout.write(text),
    complain: (line) => process.stderr.write(`${line}\n`),
    run: runInThread,
  })
else {
  const { version, options }: Task = workerData
  parentPort?.postMessage(await runMutants(version, options))
}
