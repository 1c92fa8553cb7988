import { expect, it } from 'vitest'
import { wrapLine } from './wrap-line.ts'

it.each([
  { line: 'short', rows: ['short'] },
  { line: '', rows: [''] },
  { line: 'one two three four', rows: ['one two', 'three four'] },
  { line: '  one two three', rows: ['  one two', '  three'] },
  { line: '  - one two three', rows: ['  - one', '    two', '    three'] },
  { line: '2.1. one two', rows: ['2.1. one', '     two'] },
  { line: 'unbreakable-word a', rows: ['unbreakable-word', 'a'] },
])('breaks "$line" at ten columns', ({ line, rows }) => {
  expect(wrapLine(line, 10)).toEqual(rows)
})
