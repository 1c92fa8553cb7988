import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { describeContents, formatLicences, listPackages } from './licences.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'licences-'))
})
afterEach(() => rm(root, { recursive: true }))

const makePackage = async (name: string, files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = join(root, 'node_modules', name)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name, version: '1.2.3', license: 'MIT' }))
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text)
  return folder
}

/** esbuild's report about a bundle of these files. */
const bundleOf = (...paths: string[]) => ({
  inputs: Object.fromEntries(paths.map((path) => [path, { bytes: 1, imports: [] }])),
})

it('are those of the packages in a bundle, also of packages in generated modules', async () => {
  const generated = join(root, 'server/generated/validators.js')
  await mkdir(join(root, 'server/generated'), { recursive: true })
  await writeFile(generated, `${describeContents(bundleOf('node_modules/d/x.js'))}export const a = 1\n`)
  const bundle = bundleOf('server/cli.ts', 'node_modules/@a/b/x.js', 'node_modules/@a/b/node_modules/c/y.js', generated)
  expect(listPackages(bundle)).toEqual(['node_modules/@a/b', 'node_modules/@a/b/node_modules/c', 'node_modules/d'])
})

it('name each package with its version and all of its texts', async () => {
  const folders = [
    await makePackage('one', { LICENSE: 'Text of one.', 'NOTICE.md': 'Notice of one.', 'index.js': 'code' }),
    await makePackage('@some/other', { 'licence.txt': 'Text of other.' }),
  ]
  const text = formatLicences(folders)
  expect(text).toContain('one 1.2.3 (MIT)\n\nText of one.\n\nNotice of one.\n')
  expect(text).toContain('@some/other 1.2.3 (MIT)\n\nText of other.\n')
  expect(text).not.toContain('code')
})

it('are required of every package', async () => {
  const folder = await makePackage('bare', { 'README.md': 'MIT', LICENSE: '\n' })
  expect(() => formatLicences([folder])).toThrow(`${folder} is bundled, but has no licence text`)
})
