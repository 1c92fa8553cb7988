import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { STAND_INS } from './raw-request.mjs'

const script = (name) => fileURLToPath(new URL(name, import.meta.url))

/** Longer than any load: wrk knows whole seconds only, so that a signal ends it. Slow responses are no errors. */
const LONG = '600s'

export const wrkVersion = () => {
  const { error, stdout } = spawnSync('wrk', ['-v'], { encoding: 'utf8' })
  return error === undefined ? /^wrk \S+/.exec(stdout)?.[0].trim() : undefined
}

/** Text of blocks, each behind its length in bytes, for the scripts to read. */
const blocks = (texts) => texts.map((text) => `${Buffer.byteLength(text)}\n${text}\n`).join('')

/** Puts a server under load with wrk: one thread, and a script that counts each status. */
export const runWrk = async ({ url, connections, time, requests, tokens }, { command, directory }) => {
  const files = [join(directory, 'requests.txt')]
  writeFileSync(files[0], blocks(requests))
  if (tokens !== undefined) {
    files.push(join(directory, 'tokens.txt'))
    writeFileSync(files[1], `${[STAND_INS.token, STAND_INS.hash, STAND_INS.id, ...tokens].join('\n')}\n`)
  }
  const lua = script(tokens === undefined ? 'wrk-rotation.lua' : 'wrk-sequence.lua')
  const line = [
    ...command,
    'wrk',
    '-t1',
    `-c${connections}`,
    `-d${LONG}`,
    '--timeout',
    LONG,
    '-s',
    lua,
    url,
    '--',
    ...files,
  ]
  const child = spawn(line[0], line.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const closed = once(child, 'close')
  let output = ''
  child.stdout.on('data', (text) => {
    output += text
  })
  await setTimeout(time)
  child.kill('SIGINT')
  await closed
  process.off('exit', kill)
  const result = /^result (.*)$/m.exec(output)
  if (result === null) throw new Error(`wrk printed no result:\n${output}`)
  return JSON.parse(result[1])
}
