import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'
import { SourceError } from './run-step.ts'

const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/
const LICENCE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i
/** The first line of a generated module that contains packages: to a bundler it is a source of ours. */
const CONTAINS = '// Contains '

type Inputs = Pick<Metafile, 'inputs'>

/** Returns the folders of the packages that a bundle contains, those within generated modules too. */
export const listPackages = ({ inputs }: Inputs): string[] => {
  const folders = Object.keys(inputs).flatMap((path) => {
    if (path.includes('/generated/') && !path.includes('node_modules/')) return readContained(path)
    return PACKAGE.exec(path)?.[0] ?? []
  })
  return [...new Set(folders)].sort()
}

/** Returns the first line of a generated module. */
export const describeContents = (bundle: Inputs): string => `${CONTAINS}${listPackages(bundle).join(' ')}\n`

const readContained = (path: string): string[] => {
  const [first = ''] = readFileSync(path, 'utf8').split('\n', 1)
  return first.startsWith(CONTAINS) ? first.slice(CONTAINS.length).split(' ').filter(Boolean) : []
}

/** Returns the licence texts of the packages in folders. Throws a SourceError for a package without one. */
export const formatLicences = (folders: readonly string[]): string =>
  [
    'finapi-mock contains the packages below, each under its own licence.',
    ...folders.map(formatLicence).sort(),
    '',
  ].join(`\n\n${'='.repeat(80)}\n`)

const formatLicence = (folder: string): string => {
  const { name, version, license }: Record<string, unknown> = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file))
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).filter(Boolean)
  if (texts.length === 0) {
    throw new SourceError(
      `${folder} is bundled, but has no licence text; ask its authors for one, or do without the package`,
    )
  }
  return [`${name} ${version} (${license})`, ...texts].join('\n\n')
}
