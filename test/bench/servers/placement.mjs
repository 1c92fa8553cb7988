import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Returns the numbers in a list such as `0-3,8`. */
const expand = (list) =>
  list.split(',').flatMap((part) => {
    const [first, last = first] = part.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })

const allowedCores = () => {
  try {
    return expand(/^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1])
  } catch {
    return []
  }
}

const hasTaskset = () => spawnSync('taskset', ['--version'], { stdio: 'ignore' }).status === 0

/**
 * Chooses a core for the server under load and another one for the generator, so that neither takes time from the
 * other: `server` and `generator` are the words before their commands.
 */
export const choosePlacement = () => {
  const [generator, server] = allowedCores()
  if (server === undefined || !hasTaskset()) {
    return { server: [], generator: [], text: 'server and generator share all cores (no taskset, or a single core)' }
  }
  return {
    server: ['taskset', '-c', String(server)],
    generator: ['taskset', '-c', String(generator)],
    text: `each server on core ${server}, the generator on core ${generator} (taskset)`,
  }
}
