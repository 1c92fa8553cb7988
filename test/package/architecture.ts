import type { Import } from './imports.ts'

// The rules of docs/architecture.md, as functions of a list of imports.

/** The server's layers, lowest first: each may import those before it. The last is the files of `server/` itself. */
const LAYERS = [
  'core',
  'bank',
  'sca',
  'access',
  'faults',
  'callbacks',
  'observe',
  'world',
  'http',
  'pages',
  'control',
  'server',
] as const

/** The lowest layer that knows the library of scenarios; those below know only the language. */
const LOWEST_WITH_SCENARIOS = LAYERS.indexOf('world')

/** The parts that a part may import. */
const ALLOWED: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['openapi', []],
  ['language', []],
  ...LAYERS.map((layer, index): [string, readonly string[]] => [
    layer,
    ['openapi', 'language', ...(index >= LOWEST_WITH_SCENARIOS ? ['scenarios'] : []), ...LAYERS.slice(0, index)],
  ]),
  ['scenarios', ['language', 'core', 'bank']],
  ['client', ['openapi']],
  ['contracts', ['openapi', 'server']],
  ['commands', ['contracts', 'scenarios', ...LAYERS]],
  ['build', ['openapi', 'language', 'scenarios']],
])

/** Parts that are named by their files; every other file belongs to the part of its folder. */
const FILES: ReadonlyMap<string, string> = new Map([
  ['server/cli.ts', 'commands'],
  ['server/commands.ts', 'commands'],
  // The entry point of `finapi-mock coverage`: nobody imports it but server/commands.ts.
  ['server/observe/coverage/command.ts', 'commands'],
  ['contracts/openapi/generate.ts', 'build'],
  ['scenarios/generate.ts', 'build'],
  // The grades of evidence, which lint rules have too.
  ['contracts/evidence.ts', 'openapi'],
  // The names of secrets, which the journal redacts as reports and recordings do.
  ['contracts/secret-names.ts', 'openapi'],
  ['contracts/replace-secrets.ts', 'openapi'],
  ['scenarios/types.ts', 'language'],
  ['scenarios/steps.ts', 'language'],
  ['scenarios/outcome.ts', 'language'],
  ['scenarios/defaults.ts', 'language'],
  ['scenarios/nearest.ts', 'language'],
])

const FOLDERS: ReadonlyMap<string, string> = new Map([
  ['contracts/openapi/', 'openapi'],
  ['scenarios/generated/', 'language'],
  ['scenarios/schema/', 'language'],
  ['.build/', 'build'],
  ['client/', 'client'],
  ['contracts/', 'contracts'],
  ['scenarios/', 'scenarios'],
  ['test/', 'test'],
])

const TEST = /\.(test|test-d|fixture)\.ts$/

/** Returns the part of the project that a file belongs to; tests are a part wherever they are. */
export const findPart = (file: string): string => {
  if (TEST.test(file)) return 'test'
  const [, folder] = [...FOLDERS].find(([beginning]) => file.startsWith(beginning)) ?? []
  const [, layer] = /^server\/([\w-]+)\//.exec(file) ?? []
  return FILES.get(file) ?? folder ?? layer ?? 'server'
}

/** The types of the world that layers below it may use: everything that happens, happens to a world that is passed. */
const WORLD_TYPES = ['server/world/world.ts', 'server/world/exchange.ts', 'server/world/endpoint.ts']

const isWorldType = ({ from, to, isTypeOnly }: Import): boolean =>
  isTypeOnly && WORLD_TYPES.includes(to) && isLayerBetween('sca', findPart(from), 'world')

const isLayerBetween = (below: string, layer: string, above: string): boolean => {
  const layers: readonly string[] = LAYERS
  return layers.indexOf(below) < layers.indexOf(layer) && layers.indexOf(layer) < layers.indexOf(above)
}

/** Returns a line for each import that is not allowed. */
export const findForbidden = (imports: readonly Import[]): string[] =>
  imports.flatMap((each) => {
    const reason = findPart(each.from) === 'test' ? undefined : explainForbidden(each)
    return reason === undefined ? [] : [`${each.from} imports ${each.to}: ${reason}`]
  })

const explainForbidden = (each: Import): string | undefined => {
  const { from, to, isTypeOnly } = each
  const [importer, imported] = [findPart(from), findPart(to)]
  if (importer === imported) return explainForbiddenTag(each) ?? explainForbiddenCommand(each)
  const allowed = ALLOWED.get(importer)
  if (allowed === undefined) return `${importer} is not a part that docs/architecture.md knows`
  if (isWorldType(each)) return undefined
  if (!allowed.includes(imported)) return `${importer} may not import ${imported}`
  if (importer === 'contracts' && imported === 'server' && to !== 'server/index.ts') {
    return 'contracts may import only server/index.ts of the server'
  }
  if (importer === 'client' && !(isTypeOnly && to === 'contracts/openapi/api-types.ts')) {
    return 'the client may import only the types of contracts/openapi/api-types.ts'
  }
  return explainForbiddenTag(each)
}

/** The wire formats and the operations of a tag are its own; only the list of tags loads its operations. */
const explainForbiddenTag = ({ from, to }: Import): string | undefined => {
  const [, tag, module] = /^server\/access\/([\w-]+)\/(v1|v2|operations)\.ts$/.exec(to) ?? []
  if (tag === undefined || from.startsWith(`server/access/${tag}/`)) return undefined
  if (module === 'operations' && from === 'server/access/load-operation.ts') return undefined
  return `${module}.ts of ${tag} is used only by its own folder`
}

const explainForbiddenCommand = ({ from, to }: Import): string | undefined =>
  to.endsWith('/command.ts') && from !== 'server/commands.ts' && findPart(to) === 'commands'
    ? 'a command is loaded only by server/commands.ts'
    : undefined

/** Returns the groups of files that import each other in a circle (Tarjan's algorithm), type imports included. */
export const findCircles = (imports: readonly Import[]): string[][] => {
  const targets = new Map<string, string[]>()
  for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to])

  const circles: string[][] = []
  const indices = new Map<string, number>()
  const stack: string[] = []
  const onStack = new Set<string>()

  /** Returns the lowest index that can be reached from a file. */
  const visit = (file: string): number => {
    const index = indices.size
    let lowest = index
    indices.set(file, index)
    stack.push(file)
    onStack.add(file)
    for (const target of targets.get(file) ?? []) {
      const known = indices.get(target)
      if (known === undefined) lowest = Math.min(lowest, visit(target))
      else if (onStack.has(target)) lowest = Math.min(lowest, known)
    }
    if (lowest === index) {
      const group = stack.splice(stack.indexOf(file))
      for (const member of group) onStack.delete(member)
      if (group.length > 1 || targets.get(file)?.includes(file)) circles.push(group.sort())
    }
    return lowest
  }
  for (const file of targets.keys()) if (!indices.has(file)) visit(file)
  return circles
}

/** The arrows of a picture: `world --> access`, and `access -.-> world` for types of the world used below it. */
export interface Picture {
  readonly nodes: readonly string[]
  readonly arrows: readonly string[]
  readonly dottedArrows: readonly string[]
}

/** Reads the first Mermaid picture of a document. */
export const readPicture = (markdown: string): Picture => {
  const [, text = ''] = /```mermaid\n([\s\S]*?)```/.exec(markdown) ?? []
  return {
    nodes: [...text.matchAll(/^\s*(\w+)[[({]/gm)].flatMap(([, name]) => name ?? []),
    arrows: readArrows(text, '-->'),
    dottedArrows: readArrows(text, '-.->'),
  }
}

const readArrows = (text: string, arrow: string): string[] =>
  text.split('\n').flatMap((line) => {
    const [from, to] = line.split(` ${arrow} `).map((names) => names.split('&').map((name) => name.trim()))
    return from === undefined || to === undefined ? [] : from.flatMap((a) => to.map((b) => `${a} ${arrow} ${b}`))
  })

/**
 * Returns the differences between a picture and the imports. A plain arrow stands for imports, and whatever can be
 * reached along plain arrows may be imported too; so a picture needs only the arrows that do not follow from others.
 */
export const findDifferences = ({ nodes, arrows, dottedArrows }: Picture, imports: readonly Import[]): string[] => {
  const between = imports.filter(({ from, to }) => findPart(from) !== findPart(to) && findPart(from) !== 'test')
  const [upward, downward] = [between.filter(isWorldType), between.filter((each) => !isWorldType(each))]
  const real = toArrows(downward, '-->')
  const realDotted = toArrows(upward, '-.->')
  const reached = new Set(arrows.map(splitArrow).flatMap(([from]) => listReached(from, arrows)))
  const implied = (arrow: string): boolean => {
    const [from, to] = splitArrow(arrow)
    return listReached(
      from,
      arrows.filter((other) => other !== arrow),
    ).includes(`${from} --> ${to}`)
  }
  return [
    ...without([...ALLOWED.keys()], nodes).map((part) => `the picture lacks ${part}`),
    ...without(nodes, [...ALLOWED.keys()]).map((node) => `${node} is not a part of the project`),
    ...without(real, [...reached]).map((arrow) => `the picture lacks ${arrow}`),
    ...without(realDotted, dottedArrows).map((arrow) => `the picture lacks ${arrow}`),
    ...without([...arrows, ...dottedArrows], [...real, ...realDotted]).map((arrow) => `no import is behind ${arrow}`),
    ...arrows.filter(implied).map((arrow) => `${arrow} follows from other arrows`),
  ]
}

const toArrows = (imports: readonly Import[], arrow: string): string[] => [
  ...new Set(imports.map(({ from, to }) => `${findPart(from)} ${arrow} ${findPart(to)}`)),
]

const splitArrow = (arrow: string): [from: string, to: string] => {
  const [from = '', , to = ''] = arrow.split(' ')
  return [from, to]
}

/** Returns an arrow from a part to everything that can be reached from it. */
const listReached = (start: string, arrows: readonly string[]): string[] => {
  const found = new Set<string>()
  const visit = (part: string): void => {
    for (const [from, to] of arrows.map(splitArrow)) {
      if (from !== part || found.has(to)) continue
      found.add(to)
      visit(to)
    }
  }
  visit(start)
  return [...found].map((to) => `${start} --> ${to}`)
}

const without = (items: readonly string[], others: readonly string[]): string[] =>
  items.filter((item) => !others.includes(item))

/** The place where an operation is defined. */
export interface OperationDefinition {
  readonly id: string
  readonly file: string
}

/** Reads the operations that a file of the server defines. */
export const readDefinitions = (file: string, text: string): OperationDefinition[] =>
  [...text.matchAll(/(?<!\* )\bdefineOperation\('(\w+)'/g)].flatMap(([, id]) => (id === undefined ? [] : { id, file }))

/** Returns a line for each operation that is not defined exactly once, in the `operations.ts` of its tag. */
export const findMisplaced = (
  definitions: readonly OperationDefinition[],
  tags: ReadonlyMap<string, string>,
): string[] =>
  definitions.flatMap(({ id, file }, index) => {
    const tag = tags.get(id)
    if (tag === undefined) return [`${file} defines ${id}, which the contract does not have`]
    const earlier = definitions.slice(0, index).find((other) => other.id === id)
    if (earlier !== undefined) return [`${file} defines ${id} again, after ${earlier.file}`]
    const home = `server/access/${tag}/operations.ts`
    return file === home ? [] : [`${file} defines ${id}, whose place is ${home}`]
  })
