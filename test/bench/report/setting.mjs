import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'

const commit = () => {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return undefined
  }
}

const project = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))

/** Describes the run: date, machine, versions, generator, and who is left out. */
export const describeSetting = ({ command, turns, slice, connections, placement, generator, peers }) => {
  const cores = cpus()
  const revision = commit()
  const versions = Object.entries(peers.versions).map(([name, version]) => `${name} ${version}`)
  return [
    `${new Date().toISOString().slice(0, 10)}, ${cores.length} × ${cores[0].model}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node}`,
    `finapi-mock ${project.version}${revision === undefined ? '' : ` (${revision})`}${versions.length > 0 ? `, ${versions.join(', ')}` : ''}: ${command}`,
    `load by ${generator}: ${connections} connections, ${turns} turns of ${slice / 1000} s each, medians; ${placement}`,
    ...peers.missing.map((reason) => `left out: ${reason}`),
  ]
}
