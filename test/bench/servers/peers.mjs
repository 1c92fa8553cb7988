import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startMockoon } from './mockoon.mjs'
import { peerDirectory } from './peer-packages.mjs'
import { startPrism } from './prism.mjs'
import { startWireMock } from './wiremock.mjs'

const PEERS = [
  { name: 'Prism', package: '@stoplight/prism-cli', start: startPrism },
  { name: 'Mockoon', package: '@mockoon/cli', start: startMockoon },
  { name: 'WireMock', package: 'wiremock', start: startWireMock, needs: 'java' },
]

const versionOf = (packages, name) => {
  try {
    return JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8')).version
  } catch {
    return undefined
  }
}

/**
 * Starts those of the other mock servers that are installed, with the responses of the mock to give. Answers the servers
 * by name, their versions, and `missing`: why which one is left out.
 */
export const startPeers = async ({ placement, directory, responses }) => {
  const packages = join(peerDirectory(), 'node_modules')
  const servers = {}
  const versions = {}
  const missing = []
  for (const { name, package: packageName, start, needs } of PEERS) {
    const version = versionOf(packages, packageName)
    if (version === undefined) {
      missing.push(`${name}: ${packageName} is not in ${packages} (npm run bench:peers)`)
      continue
    }
    if (needs !== undefined && spawnSync(needs, ['-version'], { stdio: 'ignore' }).status !== 0) {
      missing.push(`${name}: no ${needs} on this machine`)
      continue
    }
    try {
      servers[name] = await start({ packages, placement, directory, responses })
      versions[name] = version
    } catch (error) {
      missing.push(`${name}: ${error.message}`)
    }
  }
  return { servers, versions, missing }
}
