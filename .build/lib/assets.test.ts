import { createHash } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { assetFiles } from './assets.ts'

/** Writes files into a folder of their own and returns the modules that are made of them, by path. */
const makeAssets = async (files: Readonly<Record<string, string>>) => {
  const folder = await mkdtemp(join(tmpdir(), 'assets-'))
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  const made = await Promise.all(
    assetFiles([folder]).map(async ({ path, make }) => {
      const source = `data:text/javascript,${encodeURIComponent((await make()).replaceAll(': string', ''))}`
      return [path.slice(folder.length + 1), (await import(source)) as { text: string; cspHash: string }] as const
    }),
  )
  return Object.fromEntries(made)
}

describe('an asset', () => {
  it('of styles becomes a module with its text and the hash of it', async () => {
    const { 'generated/page.css.ts': style, ...others } = await makeAssets({
      'page.css': 'a { color: red }\n',
      'b.ts': '',
    })
    expect(others).toEqual({})
    expect(style?.text).toBe('a{color:red}')
    const hash = createHash('sha256').update('a{color:red}').digest('base64')
    expect(style?.cspHash).toBe(`'sha256-${hash}'`)
  })

  it('of a script runs without types, with what it imports', async () => {
    const { 'generated/show.client.js.ts': script } = await makeAssets({
      'show.client.ts': "import { name } from './name.client.ts'\nconst to: string[] = shown\nto.push(name)\n",
      'name.client.ts': "export const name: string = '</script>'\n",
    })
    expect(script?.text).not.toContain('</script')
    const shown: string[] = []
    runInNewContext(script?.text ?? '', { shown })
    expect(shown).toEqual(['</script>'])
  })

  it('of a script with exports is an expression of them', async () => {
    const { 'generated/read.client.js.ts': script } = await makeAssets({
      'read.client.ts': 'export const read = (): number => 42\n',
    })
    expect(runInNewContext(`${script?.text}.read()`)).toBe(42)
  })
})
