import { readdir, readFile } from 'node:fs/promises'
import { join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../client/', import.meta.url))

/** Returns the files that a file of the client imports, types included, relative to `client/`. */
const readImports = async (file: string): Promise<string[]> => {
  const source = await readFile(join(root, file), 'utf8')
  return [...source.matchAll(/ from '(\.[^']*)'/g)].map(([, path = '']) => normalize(join(file, '..', path)))
}

describe('the README of the client', () => {
  it('names every file that a copy of sca.ts needs, and every import that it replaces', async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8')
    const steps = readme.slice(readme.indexOf('## Copying sca.ts'), readme.indexOf('## Recipe'))
    const sca = (await readdir(join(root, 'sca'))).filter((name) => !name.endsWith('.test.ts'))
    const copied = ['sca.ts', 'abort.ts', 'errors.ts', ...sca.map((name) => `sca/${name}`)]
    const imports = new Set((await Promise.all(copied.map(readImports))).flat())
    const replaced = [...imports].filter((file) => !copied.includes(file))

    expect(replaced.sort()).toEqual(['../contracts/openapi/api-types.ts', 'http/response-errors.ts'])
    for (const name of ['`sca.ts`', '`sca/`', '`abort.ts`', '`errors.ts`']) expect(steps).toContain(name)
    for (const file of replaced) expect(steps).toContain(`\`${file.replace('../', '')}\``)
  })

  it('has a line of its layout for every file and folder', async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8')
    const layout = readme.slice(readme.indexOf('## Layout'), readme.indexOf('## Copying'))
    const entries = await readdir(root, { withFileTypes: true })
    const names = entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    const described = names.filter((name) => !/^(index\.ts|README\.md|.*\.test\.ts)$/.test(name))

    expect(described.filter((name) => !layout.includes(`\`${name}\``))).toEqual([])
  })
})
