import { readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { contractFiles } from '../../contracts/openapi/generate.ts'
import { scenarioFiles } from '../../scenarios/generate.ts'
import { assetFiles } from './assets.ts'
import { isFresh, writeMade } from './files.ts'
import type { GeneratedFile } from './generated-file.ts'

/** Makes every generated file that is missing or older than one of its sources, and removes those of former sources. */
export const generate = async (): Promise<void> => {
  const startedAt = new Date()
  const files = [...contractFiles(), ...scenarioFiles(), ...assetFiles()]
  const write = async ({ path, sources, make }: GeneratedFile): Promise<void> => {
    if (!isFresh(path, sources)) await writeMade(path, await make(), startedAt)
  }
  const results = await Promise.allSettled(files.map(write))
  removeOthers(files.map(({ path }) => path))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/** What begins with a dot is being written by another process. */
const removeOthers = (paths: readonly string[]): void => {
  for (const folder of new Set(paths.map((path) => dirname(path)))) {
    const others = readdirSync(folder).filter((name) => !name.startsWith('.') && !paths.includes(join(folder, name)))
    for (const name of others) rmSync(join(folder, name), { recursive: true, force: true })
  }
}
