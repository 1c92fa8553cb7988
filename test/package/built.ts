import { fileURLToPath } from 'node:url'

/** The modules that the package exports, by the name of their file in `dist/`. */
interface BuiltModules {
  index: typeof import('../../server/index.ts')
  client: typeof import('../../client/index.ts')
  contracts: typeof import('../../contracts/index.ts')
}

/** Imports what users import: the built file, which differs from its sources in more than its place. */
export const importBuilt = <Name extends keyof BuiltModules>(name: Name): Promise<BuiltModules[Name]> =>
  import(new URL(`../../dist/${name}.js`, import.meta.url).href)

/** The command that users run. */
export const builtCommand: string = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
