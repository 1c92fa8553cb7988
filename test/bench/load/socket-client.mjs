import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const SOURCE = fileURLToPath(new URL('socket-load.mjs', import.meta.url))

/** Puts a server under load with a Node process on plain sockets. */
export const runSocketClient = async (load, { command }) => {
  const [file, ...args] = [...command, process.execPath, SOURCE]
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  child.stdin.end(JSON.stringify(load))
  const output = await text(child.stdout)
  process.off('exit', kill)
  return JSON.parse(output)
}
