import { Lexer } from 'yaml'

const OPENING = new Set(['[', '{'])
const CLOSING = new Set([']', '}'])
/** Neither blanks nor a comment nor a text of several lines, whose columns mean nothing. */
const BEGINNING = /^[^\s#]/
/** The signs that a nested block may follow in the same line. */
const INDICATORS = new Set(['-', '?', ':', '---'])
/** Tokens of the lexer that stand for no text: the start of a document, the end of a flow, and the start of a scalar. */
const WITHOUT_TEXT = new Set(['\u0002', '\u0018', '\u001f'])

/**
 * Returns the offset at which a YAML text is nested deeper than a limit. The parser itself calls itself for each level
 * and needs minutes for many of them, so its tokens are counted before: open brackets, and columns in which lines begin.
 */
export const findDeepText = (text: string, limit: number): number | undefined => {
  const columns: number[] = []
  let brackets = 0
  let offset = 0
  let lineStart = 0
  let isLineStart = true
  for (const token of new Lexer().lex(text)) {
    if (WITHOUT_TEXT.has(token)) continue
    if (isLineStart && brackets === 0 && BEGINNING.test(token)) {
      const column = offset - lineStart
      while ((columns.at(-1) ?? -1) >= column) columns.pop()
      columns.push(column)
      isLineStart = INDICATORS.has(token)
    }
    if (OPENING.has(token)) brackets++
    else if (CLOSING.has(token) && brackets > 0) brackets--
    if (columns.length + brackets > limit) return offset
    offset += token.length
    const newline = token.lastIndexOf('\n')
    if (newline >= 0) {
      lineStart = offset - token.length + newline + 1
      isLineStart = true
    }
  }
  return undefined
}
