import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Path } from './problem.ts'

/** A YAML or JSON file, read. */
export interface SourceText {
  value: unknown
  /** What is no YAML, with the place. */
  errors: readonly { line: number; column: number; message: string }[]
  /** Where a value, or its key, begins; both count from 1. The nearest place above, where it is not there. */
  locate(path: Path, atKey?: boolean): { line: number; column: number }
}

/** Reads YAML, of which JSON is a part. */
export const readSource = (text: string): SourceText => {
  const lines = new LineCounter()
  // A tab is space in JSON, but YAML takes none for indentation.
  const document = parseDocument(isJson(text) ? withoutTabs(text) : text, { lineCounter: lines, prettyErrors: false })
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  return {
    value: document.errors.length > 0 ? undefined : document.toJS(),
    errors: document.errors.map(({ message, pos }) => ({ ...place(pos[0]), message })),
    locate: (path, atKey = false) => place(offsetOf(document, path, atKey)),
  }
}

const isJson = (text: string): boolean => /^\s*\{/.test(text)

/** Tabs within JSON's strings must be escaped, so every tab is between them; one space keeps the columns. */
const withoutTabs = (text: string): string => text.replaceAll('\t', ' ')

const offsetOf = (document: Document.Parsed, path: Path, atKey: boolean): number => {
  let node: unknown = document.contents
  let offset = document.contents?.range[0] ?? 0
  for (const [depth, part] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part))
      if (pair === undefined) return offset
      const key = isScalar(pair.key) ? pair.key.range?.[0] : undefined
      const isLast = depth === path.length - 1
      node = pair.value
      offset = (isLast && atKey ? undefined : rangeOf(node)) ?? key ?? offset
    } else if (isSeq(node)) {
      node = node.items[Number(part)]
      offset = rangeOf(node) ?? offset
    } else return offset
  }
  return offset
}

const rangeOf = (node: unknown): number | undefined =>
  isMap(node) || isSeq(node) || isScalar(node) ? node.range?.[0] : undefined
