import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Path } from './problem.ts'
import { syntaxProblems } from './yaml-errors.ts'

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
  const isJson = /^\s*\{/.test(text)
  const lines = new LineCounter()
  // JSON allows tabs between its values, YAML does not as indentation. Within JSON's strings tabs must be escaped anyway;
  // one blank for each keeps the columns.
  const document = parseDocument(isJson ? text.replaceAll('\t', ' ') : text, {
    lineCounter: lines,
    prettyErrors: false,
  })
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  const problems = syntaxProblems(text, document.errors, isJson)
  if (problems.length === 0) problems.push(...aliasProblems(document))
  return {
    value: problems.length > 0 ? undefined : document.toJS(),
    errors: problems.map(({ offset, message }) => ({ ...place(offset), message })),
    locate: (path, atKey = false) => place(findOffset(document, path, atKey)),
  }
}

/** Aliases are resolved only when a document becomes a value, which fails for unknown and for excessive ones. */
const aliasProblems = (document: Document.Parsed): { offset: number; message: string }[] => {
  try {
    document.toJS()
    return []
  } catch (error) {
    return [{ offset: 0, message: error instanceof Error ? error.message : String(error) }]
  }
}

const findOffset = (document: Document.Parsed, path: Path, atKey: boolean): number => {
  let node: unknown = document.contents
  let offset = document.contents?.range[0] ?? 0
  for (const [depth, part] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part))
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

const nodeStart = (node: unknown): number | undefined =>
  isMap(node) || isSeq(node) || isScalar(node) ? node.range?.[0] : undefined
