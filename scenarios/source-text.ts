import { type Document, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument, visit, type YAMLMap } from 'yaml'
import { findExcess, MAX_DEPTH, TOO_DEEP } from './limits.ts'
import type { Path } from './problem.ts'
import { findDeepText } from './text-depth.ts'
import { type SyntaxProblem, syntaxProblems } from './yaml-errors.ts'

/** A parsed YAML or JSON file. */
export interface SourceText {
  /** Undefined if there are syntax errors. */
  readonly value: unknown
  readonly errors: readonly { line: number; column: number; message: string }[]
  /** Returns the place of a value, or of its key, counted from 1; if there is none, that of the nearest value above. */
  locate(path: Path, atKey?: boolean): { line: number; column: number }
}

/** Parses YAML, of which JSON is a part. */
export const readSource = (text: string): SourceText => {
  const deep = findDeepText(text, MAX_DEPTH)
  return deep === undefined ? parse(text) : refuseDeep(text, deep)
}

/** Returns a text that is not parsed, because that would take minutes or overflow the stack. */
const refuseDeep = (text: string, offset: number): SourceText => {
  const before = text.slice(0, offset).split('\n')
  const place = { line: before.length, column: (before.at(-1) ?? '').length + 1 }
  return { value: undefined, errors: [{ ...place, message: TOO_DEEP }], locate: () => place }
}

const parse = (text: string): SourceText => {
  const isJson = /^\s*\{/.test(text)
  const lines = new LineCounter()
  // JSON allows tabs between its values, YAML does not as indentation. Within JSON's strings tabs must be escaped anyway;
  // one blank for each keeps the columns.
  const document = parseDocument(isJson ? text.replaceAll('\t', ' ') : text, {
    lineCounter: lines,
    prettyErrors: false,
    // The parser compares each key with each other, which takes minutes for many; see duplicateKeys.
    uniqueKeys: false,
  })
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  const findOffset = createFinder(document)
  const problems = syntaxProblems(text, document.errors, isJson)
  if (problems.length === 0) problems.push(...duplicateKeys(document))
  let value: unknown
  try {
    if (problems.length === 0) value = document.toJS()
  } catch (error) {
    problems.push(aliasProblem(error))
  }
  const excess = findExcess(value)
  if (excess !== undefined) problems.push({ offset: findOffset(excess.path), message: excess.message })
  return {
    value: problems.length > 0 ? undefined : value,
    errors: problems.map(({ offset, message }) => ({ ...place(offset), message })),
    locate: (path, atKey = false) => place(findOffset(path, atKey)),
  }
}

const duplicateKeys = (document: Document.Parsed): SyntaxProblem[] => {
  const problems: SyntaxProblem[] = []
  visit(document, {
    Map: (_, { items }) => {
      const known = new Set<unknown>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        if (known.has(key.value)) problems.push({ offset: key.range?.[0] ?? 0, message: DUPLICATE_KEY })
        known.add(key.value)
      }
    },
  })
  return problems
}

const DUPLICATE_KEY = 'the key is there twice; remove one'

/** Aliases are resolved only when a document becomes a value, which fails for unknown and for excessive ones. */
const aliasProblem = (error: unknown): SyntaxProblem => {
  const { message } = error instanceof Error ? error : new Error(String(error))
  if (error instanceof RangeError) return { offset: 0, message: TOO_DEEP }
  return {
    offset: 0,
    message: message.startsWith('Excessive alias count')
      ? 'repeats too much by aliases (*name); write it out, or use fewer of them'
      : message,
  }
}

/** Makes a function that returns the offset of a value or of its key. */
const createFinder = (document: Document.Parsed) => {
  const indexes = new Map<YAMLMap, ReadonlyMap<string, Pair>>()
  const findPair = (map: YAMLMap, name: string): Pair | undefined => {
    const index =
      indexes.get(map) ??
      new Map(map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair]] : [])))
    indexes.set(map, index)
    return index.get(name)
  }
  return (path: Path, atKey = false): number => {
    let node: unknown = document.contents
    let offset = document.contents?.range[0] ?? 0
    for (const [depth, part] of path.entries()) {
      if (isMap(node)) {
        const pair = findPair(node, String(part))
        if (pair === undefined) return offset
        const key = isScalar(pair.key) ? pair.key.range?.[0] : undefined
        const isLast = depth === path.length - 1
        node = pair.value
        offset = (isLast && atKey ? undefined : nodeStart(node)) ?? key ?? offset
      } else if (isSeq(node)) {
        node = node.items[Number(part)]
        offset = nodeStart(node) ?? offset
      } else return offset
    }
    return offset
  }
}

const nodeStart = (node: unknown): number | undefined =>
  isMap(node) || isSeq(node) || isScalar(node) ? node.range?.[0] : undefined
