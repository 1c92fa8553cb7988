import { Worker } from 'node:worker_threads'

/** Ends the process if its event loop stays blocked: an endless loop can be seen from another thread only. */
export interface Watchdog {
  /** Notes what the process does now, for the last words. */
  note(activity: string): void
  stop(): Promise<void>
}

const MAX_NOTE = 4096
/** In milliseconds; a busy machine stops a process for seconds, never for this long. */
const MAX_SILENCE = 60_000

const WATCH = `
const { workerData: { shared, maxSilence } } = require('node:worker_threads')
const { writeSync } = require('node:fs')
const count = new Int32Array(shared, 0, 2)
let seen = -1
let since = Date.now()
setInterval(() => {
  const now = Atomics.load(count, 0)
  if (now !== seen) {
    seen = now
    since = Date.now()
  } else if (Date.now() - since > maxSilence) {
    const note = Buffer.from(new Uint8Array(shared, 8, Atomics.load(count, 1))).toString()
    writeSync(2, '\\nfuzz: the event loop has been blocked for ' + maxSilence / 1000 + ' s by\\n' + note + '\\n')
    process.kill(process.pid, 'SIGKILL')
  }
}, 1000)
`

export const startWatchdog = (maxSilence = MAX_SILENCE): Watchdog => {
  const shared = new SharedArrayBuffer(8 + MAX_NOTE)
  const count = new Int32Array(shared, 0, 2)
  const bytes = new Uint8Array(shared, 8)
  const encoder = new TextEncoder()
  const worker = new Worker(WATCH, { eval: true, workerData: { shared, maxSilence } })
  worker.unref()
  const alive = setInterval(() => Atomics.add(count, 0, 1), 1000)
  alive.unref()
  return {
    note: (activity) => {
      Atomics.store(count, 1, encoder.encodeInto(activity.slice(0, MAX_NOTE / 4), bytes).written)
      Atomics.add(count, 0, 1)
    },
    stop: async () => {
      clearInterval(alive)
      await worker.terminate()
    },
  }
}
