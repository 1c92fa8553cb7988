import { readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { contractFiles } from '../../contracts/openapi/generate.ts'
import { scenarioFiles } from '../../scenarios/generate.ts'
import { assetFiles } from './assets.ts'
import { isFresh, writeMade } from './files.ts'

/** Makes every generated file that is missing or older than one of its sources, and removes those of former sources. */
export const generate = async (): Promise<void> => {
  const startedAt = new Date()
  const files = [...contractFiles(), ...scenarioFiles(), ...assetFiles()]
  // One after the other: the scenario library is read with the validators that are made before it.
  for (const { path, sources, make } of files)
    if (!isFresh(path, sources)) await writeMade(path, await make(), startedAt)
  removeOthers(files.map(({ path }) => path))
}

/** Removes the files that no source makes any more. What begins with a dot is being written by another process. */
const removeOthers = (paths: readonly string[]): void => {
  for (const folder of new Set(paths.map((path) => dirname(path)))) {
    const others = readdirSync(folder).filter((name) => !name.startsWith('.') && !paths.includes(join(folder, name)))
    for (const name of others) rmSync(join(folder, name), { recursive: true, force: true })
  }
}
