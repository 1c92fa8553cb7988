import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Writes the declarations of the package's modules into `dist/types/`. */
export const declare = async (): Promise<void> => {
  await promisify(execFile)(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json'])
}
