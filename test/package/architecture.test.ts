import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { API_VERSIONS, operationsByVersion } from '../../server/access/contract.ts'
import { loadOperation } from '../../server/access/load-operation.ts'
import {
  findCircles,
  findDifferences,
  findForbidden,
  findMisplaced,
  findPart,
  readDefinitions,
  readPicture,
} from './architecture.ts'
import { type Import, listSources, parseImports, readImports } from './imports.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const imports = readImports(root)
const picture = readPicture(readFileSync(join(root, 'docs/architecture.md'), 'utf8'))

const tags = new Map(
  API_VERSIONS.flatMap((version) =>
    Object.entries(operationsByVersion[version]).map(([id, { tag }]): [string, string] => [id, tag]),
  ),
)
const definitions = listSources(root)
  .filter((file) => file.startsWith('server/') && findPart(file) !== 'test')
  .flatMap((file) => readDefinitions(file, readFileSync(join(root, file), 'utf8')))

const importing = (from: string, to: string): Import => ({ from, to, isTypeOnly: false })
const importingType = (from: string, to: string): Import => ({ from, to, isTypeOnly: true })

describe('the imports of the project', () => {
  it('have no circle, type imports included', () => {
    expect(findCircles(imports)).toEqual([])
  })

  it('follow the layers of docs/architecture.md', () => {
    expect(findForbidden(imports)).toEqual([])
  })

  it('are those of the picture in docs/architecture.md', () => {
    expect(findDifferences(picture, imports)).toEqual([])
  })

  it('are read from every kind of statement', () => {
    const text = `
      import a from './a.ts'
      import type { B } from '../b.ts'
      import { type C } from './c.ts'
      import { type D, d } from './d.ts'
      export * from './e.ts'
      export type { F } from './f.ts'
      const g = async () => (await import('./g.ts')).g
      const h: import('./h.ts').H = g
      import './i.css'
      import { readFile } from 'node:fs'
      // import './comment.ts'
      const text = "import './text.ts'"`
    expect(parseImports('server/core/x.ts', text)).toEqual([
      importing('server/core/x.ts', 'server/core/a.ts'),
      importingType('server/core/x.ts', 'server/b.ts'),
      importingType('server/core/x.ts', 'server/core/c.ts'),
      importing('server/core/x.ts', 'server/core/d.ts'),
      importing('server/core/x.ts', 'server/core/e.ts'),
      importingType('server/core/x.ts', 'server/core/f.ts'),
      importing('server/core/x.ts', 'server/core/i.css'),
      importing('server/core/x.ts', 'server/core/g.ts'),
      importingType('server/core/x.ts', 'server/core/h.ts'),
    ])
  })
})

describe('a circle', () => {
  it.each([
    { given: 'a file that imports itself', ways: ['a a'], circles: [['a']] },
    { given: 'two files', ways: ['a b', 'b a'], circles: [['a', 'b']] },
    { given: 'three files and a way in', ways: ['x a', 'a b', 'b c', 'c a', 'c y'], circles: [['a', 'b', 'c']] },
    {
      given: 'two circles that one import joins',
      ways: ['a b', 'b a', 'b c', 'c d', 'd c'],
      circles: [
        ['c', 'd'],
        ['a', 'b'],
      ],
    },
    { given: 'two ways to one file', ways: ['a b', 'a c', 'b d', 'c d'], circles: [] },
  ])('is found in $given', ({ ways, circles }) => {
    const given = ways.map((way) => way.split(' ')).map(([from = '', to = '']) => importingType(from, to))
    expect(findCircles(given)).toEqual(circles)
  })

  it('is found in the real imports when one import closes it', () => {
    const closing = importingType('server/core/store.ts', 'server/core/collection.ts')
    expect(findCircles([...imports, closing])).toEqual([['server/core/collection.ts', 'server/core/store.ts']])
  })
})

describe('an import', () => {
  it.each([
    importing('server/core/clock.ts', 'server/bank/ledger.ts'),
    importing('server/core/clock.ts', 'contracts/rule.ts'),
    importingType('server/bank/ledger.ts', 'server/sca/flows.ts'),
    importing('server/sca/flows.ts', 'server/access/errors.ts'),
    importingType('server/sca/flows.ts', 'server/world/world.ts'),
    importing('server/sca/flows.ts', 'scenarios/library.ts'),
    importing('server/access/wire.ts', 'server/faults/faults.ts'),
    importing('server/access/wire.ts', 'server/observe/journal/journal.ts'),
    importing('server/access/wire.ts', 'server/world/world.ts'),
    importingType('server/access/wire.ts', 'server/world/stores.ts'),
    importing('server/callbacks/outbox.ts', 'server/observe/journal/journal.ts'),
    importing('server/faults/faults.ts', 'server/callbacks/outbox.ts'),
    importing('server/observe/lint/lint.ts', 'server/world/worlds.ts'),
    importing('server/world/world.ts', 'server/http/pipeline.ts'),
    importing('server/http/pipeline.ts', 'server/pages/layout.ts'),
    importing('server/pages/layout.ts', 'server/control/handlers.ts'),
    importing('server/control/handlers.ts', 'server/app.ts'),
    importing('server/app.ts', 'server/commands.ts'),
    importing('server/app.ts', 'contracts/command.ts'),
    importing('server/world/world.ts', 'contracts/openapi/generate.ts'),
    importing('server/access/wire.ts', 'client/index.ts'),
    importing('server/access/wire.ts', 'test/helpers/read-data.ts'),
    importing('server/access/wire.ts', '.build/lib/files.ts'),
    importing('server/web-form/forms.ts', 'server/core/clock.ts'),
    importing('server/access/accounts/find-account.ts', 'server/access/transactions/v1.ts'),
    importingType('server/access/accounts/v2.ts', 'server/access/transactions/v2.ts'),
    importing('server/access/accounts/operations.ts', 'server/access/transactions/operations.ts'),
    importing('server/access/endpoints.ts', 'server/access/accounts/v1.ts'),
    importing('server/control/worlds.ts', 'server/access/accounts/operations.ts'),
    importing('server/cli.ts', 'server/observe/coverage/command.ts'),
    importing('server/observe/lint/lint.ts', 'server/observe/coverage/command.ts'),
    importing('scenarios/types.ts', 'server/core/duration.ts'),
    importing('scenarios/check.ts', 'server/sca/sca-flow.ts'),
    importing('scenarios/check.ts', 'contracts/expect.ts'),
    importing('contracts/openapi/document.ts', 'contracts/rule.ts'),
    importing('contracts/evidence.ts', 'server/index.ts'),
    importing('contracts/rule.ts', 'server/start.ts'),
    importingType('contracts/rule.ts', 'server/access/errors.ts'),
    importing('contracts/rule.ts', 'client/index.ts'),
    importing('contracts/rule.ts', 'scenarios/types.ts'),
    importingType('client/api.ts', 'server/index.ts'),
    importing('client/api.ts', 'contracts/openapi/api-types.ts'),
    importingType('client/api.ts', 'contracts/openapi/document.ts'),
    importingType('client/api.ts', 'contracts/rule.ts'),
    importing('.build/lib/files.ts', 'server/index.ts'),
    importing('.build/lib/files.ts', 'contracts/rule.ts'),
  ])('of $to by $from is refused', (forbidden) => {
    expect(findForbidden([forbidden])).toEqual([expect.stringContaining(`${forbidden.from} imports ${forbidden.to}: `)])
  })

  it.each([
    importing('server/world/stores.ts', 'server/access/accounts/account.ts'),
    importingType('server/access/accounts/edit-account.ts', 'server/world/world.ts'),
    importing('server/access/accounts/operations.ts', 'server/access/accounts/v1.ts'),
    importing('server/access/accounts/delete-account.ts', 'server/access/bank-connections/bank-connection.ts'),
    importing('server/core/clock.test.ts', 'server/world/worlds.ts'),
    importing('test/package/architecture.test.ts', 'server/access/contract.ts'),
  ])('of $to by $from is allowed', (allowed) => {
    expect(findForbidden([allowed])).toEqual([])
  })
})

describe('a picture', () => {
  const drawing = (change: (text: string) => string) =>
    findDifferences(readPicture(change(readFileSync(join(root, 'docs/architecture.md'), 'utf8'))), imports)

  it('that lacks any one arrow differs from the imports', () => {
    for (const arrow of picture.arrows) {
      const arrows = picture.arrows.filter((other) => other !== arrow)
      expect(findDifferences({ ...picture, arrows }, imports)).toContain(`the picture lacks ${arrow}`)
    }
    expect(drawing((text) => text.replaceAll('-.->', '---'))).toContain('the picture lacks access -.-> world')
  })

  it('with an arrow too many differs from the imports', () => {
    const withArrow = (arrow: string) => drawing((text) => text.replace('```mermaid\nflowchart TB', `$&\n  ${arrow}`))
    expect(withArrow('core --> bank')).toContain('no import is behind core --> bank')
    expect(withArrow('client --> contracts')).toContain('no import is behind client --> contracts')
    expect(withArrow('world --> core')).toContain('world --> core follows from other arrows')
    expect(withArrow('sca -.-> world')).toContain('no import is behind sca -.-> world')
    expect(withArrow('attic["attic"]')).toContain('attic is not a part of the project')
  })

  it('differs from imports that are new', () => {
    const added = importing('server/bank/iban.ts', 'server/sca/flows.ts')
    expect(findDifferences(picture, [...imports, added])).toEqual(['the picture lacks bank --> sca'])
  })
})

describe('an operation', () => {
  it('is defined exactly once, in the folder of its tag', () => {
    expect(definitions.length).toBeGreaterThan(20)
    expect(findMisplaced(definitions, tags)).toEqual([])
  })

  it('that is defined is served', async () => {
    const loaded = await Promise.all(definitions.map(({ id }) => loadOperation(tags.get(id) ?? '', id)))
    expect(loaded.map((operation) => operation?.id)).toEqual(definitions.map(({ id }) => id))
  })

  it.each([
    {
      given: 'in the folder of another tag',
      file: 'server/access/banks/operations.ts',
      text: "export const bankOperations = [defineOperation('editAccount', {})]",
      line: 'server/access/banks/operations.ts defines editAccount, whose place is server/access/accounts/operations.ts',
    },
    {
      given: 'beside the list of its tag',
      file: 'server/access/accounts/edit-account.ts',
      text: "export const editing = defineOperation('editAccount', {})",
      line: 'server/access/accounts/edit-account.ts defines editAccount, whose place is server/access/accounts/operations.ts',
    },
    {
      given: 'that finAPI does not have',
      file: 'server/access/accounts/operations.ts',
      text: "  defineOperation('hideAccount', {",
      line: 'server/access/accounts/operations.ts defines hideAccount, which the contract does not have',
    },
  ])('$given is reported', ({ file, text, line }) => {
    expect(findMisplaced(readDefinitions(file, text), tags)).toEqual([line])
  })

  it('that is defined twice is reported', () => {
    const file = 'server/access/accounts/operations.ts'
    expect(findMisplaced([...definitions, { id: 'editAccount', file }], tags)).toEqual([
      `${file} defines editAccount again, after ${file}`,
    ])
  })
})
