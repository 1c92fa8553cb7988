/** An error of the YAML parser; offsets count from 0. */
export interface ParserError {
  readonly code: string
  readonly message: string
  readonly pos: readonly [number, number]
}

/** A syntax error in words that name the fix, and the offset that it is about. */
export interface SyntaxProblem {
  readonly offset: number
  readonly message: string
}

const INDENTATION =
  'is indented differently from its neighbours; keys of one level start in the same column, with blanks in front'

/**
 * Translates the first error of a file: the parser reports its consequences too.
 */
export const syntaxProblems = (text: string, errors: readonly ParserError[], isJson: boolean): SyntaxProblem[] => {
  const [first] = errors
  if (first === undefined) return []
  if (isJson) {
    const message = 'is not valid JSON; a comma, a quote or a bracket is missing here, or one too many'
    return [{ offset: first.pos[0], message }]
  }
  const others = errors.filter(({ pos }) => pos[0] === first.pos[0]).map(({ code }) => code)
  return [translate(text, first, others)]
}

const translate = (text: string, { code, message, pos: [offset] }: ParserError, others: readonly string[]) => {
  const here = (words: string): SyntaxProblem => ({ offset, message: words })
  switch (code) {
    case 'BAD_INDENT':
      if (message.startsWith('Flow')) return here(`a list or a map in brackets is not closed; add ${message.at(-1)}`)
      return { offset: firstWord(text, offset), message: INDENTATION }
    case 'TAB_AS_INDENT':
      return here('is indented with a tab; use blanks')
    case 'BLOCK_AS_IMPLICIT_KEY':
      // A line that is indented too far goes on with the value of the line above, where the parser reports it.
      if (others.includes('MULTILINE_IMPLICIT_KEY')) {
        return { offset: firstWord(text, nextLine(text, offset)), message: INDENTATION }
      }
      return here("is a text with a colon and a blank; put it in quotes, or else ': ' begins a value")
    case 'MULTILINE_IMPLICIT_KEY':
      return here('is no key; a colon is missing')
    case 'MISSING_CHAR':
      if (message.startsWith('Sequence item')) return { offset: firstWord(text, offset), message: INDENTATION }
      return here('a text in quotes is not closed; add the quote at its end')
    case 'MULTIPLE_DOCS':
      return here('begins a second document; give it a file of its own, without ---')
    case 'BAD_SCALAR_START':
      return here(`is a text that begins with ${text.charAt(offset)}; put it in quotes`)
    default:
      return here(`is not valid YAML: ${message}`)
  }
}

const nextLine = (text: string, offset: number): number => {
  const end = text.indexOf('\n', offset)
  return end < 0 ? offset : end + 1
}

const firstWord = (text: string, offset: number): number => offset + (/^\s*/.exec(text.slice(offset))?.[0].length ?? 0)
