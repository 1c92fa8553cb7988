/** `npm run bench:peers`: installs the other mock servers that `npm run bench` compares with. */
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { PEER_CACHE, PEER_PACKAGES } from './peer-packages.mjs'

mkdirSync(PEER_CACHE, { recursive: true })
const packages = Object.entries(PEER_PACKAGES).map(([name, version]) => `${name}@${version}`)
const { status } = spawnSync(
  'npm',
  ['install', '--prefix', PEER_CACHE, '--no-save', '--no-audit', '--no-fund', ...packages],
  { stdio: 'inherit' },
)
process.exitCode = status ?? 1
if (status === 0) console.log(`bench: installed ${packages.join(', ')} in ${PEER_CACHE}`)
