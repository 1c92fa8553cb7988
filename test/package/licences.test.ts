import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const dist = fileURLToPath(new URL('../../dist/', import.meta.url))
const maps = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js.map'))

/** The packages that a built file was made from. */
const readPackages = (map: string): string[] => {
  const { sources }: { sources: string[] } = JSON.parse(readFileSync(join(dist, map), 'utf8'))
  return sources.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(source)?.[1] ?? [])
}

// Only the build of `npm start` and `npm test` has maps.
it.runIf(maps.length > 0)('the built files come with the licence text of each package that they contain', () => {
  const packages = new Set(maps.flatMap(readPackages))
  expect(packages).toContain('hono')
  const text = readFileSync(join(dist, 'THIRD-PARTY-LICENSES'), 'utf8')
  const named = new Set([...text.matchAll(/={80}\n(\S+) \d+\.\S+ \(/g)].map(([, name]) => name))
  expect([...packages].filter((name) => !named.has(name))).toEqual([])
})
