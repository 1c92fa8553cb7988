import { describe, expect, it } from 'vitest'
import { readSource } from './source-text.ts'

const INDENTED = 'is indented differently from its neighbours; keys of one level start in the same column'

describe('a file that is not valid YAML', () => {
  it.each<{ given: string; text: string; says: string[] }>([
    {
      given: 'a key that is indented below a text',
      text: 'name: a\ndescription: Something happens.\n steps:\n  - reject: No.\n',
      says: [`3:2 ${INDENTED}`],
    },
    {
      given: 'a key that is indented below a number',
      text: 'bank:\n  id: 1\n   blz: X\n  name: Y\n',
      says: [`3:4 ${INDENTED}`],
    },
    {
      given: 'a branch in the column of no step',
      text: 'steps:\n  - challenge: { answer: "1" }\n   otherwise:\n      reject: No.\n',
      says: [`3:4 ${INDENTED}`],
    },
    {
      given: 'a key that is indented too little',
      text: 'bank:\n    id: 1\n  blz: X\nsteps: []\n',
      says: [`3:3 ${INDENTED}`],
    },
    { given: 'a tab', text: 'bank:\n\tid: 1\n', says: ['2:1 is indented with a tab; use blanks'] },
    { given: 'an open list', text: 'steps: [\n', says: ['2:1 a list or a map in brackets is not closed; add ]'] },
    {
      given: 'an open map',
      text: 'bank: { id: 1\nsteps: []\n',
      says: ['2:1 a list or a map in brackets is not closed; add }'],
    },
    {
      given: 'a colon within a text',
      text: 'description: First: second.\n',
      says: ["1:14 is a text with a colon and a blank; put it in quotes, or else ': ' begins a value"],
    },
    { given: 'an open quote', text: 'name: "a\nsteps: []\n', says: ['3:1 a text in quotes is not closed'] },
    { given: 'a key without colon', text: 'name\nsteps: []\n', says: ['1:1 is no key; a colon is missing'] },
    { given: 'two documents', text: 'name: a\n---\nname: b\n', says: ['2:1 begins a second document'] },
    { given: 'a reserved sign', text: 'name: @a\n', says: ['1:7 is a text that begins with @; put it in quotes'] },
    { given: 'an unknown alias', text: 'name: *a\n', says: ['1:1 Unresolved alias'] },
    {
      given: 'keys that are there twice',
      text: 'a: 1\na: 2\nb: 1\nb: 2\n',
      says: ['2:1 the key is there twice; remove one', '4:1 the key is there twice; remove one'],
    },
    { given: 'JSON without a comma', text: '{ "name": "a" "steps": [] }', says: ['1:15 is not valid JSON'] },
  ])('is refused in one sentence for $given', ({ text, says }) => {
    const { value, errors } = readSource(text)
    expect(value).toBeUndefined()
    const lines = errors.map(({ line, column, message }) => `${line}:${column} ${message}`)
    expect(lines).toHaveLength(says.length)
    for (const [index, line] of lines.entries()) expect(line).toContain(says[index])
  })
})

it('locates values and keys, and the nearest value above of what is not there', () => {
  const { locate } = readSource('a:\n  - b: 1\n    c: 2\n')
  expect(locate(['a', 0, 'c'])).toEqual({ line: 3, column: 8 })
  expect(locate(['a', 0, 'c'], true)).toEqual({ line: 3, column: 5 })
  expect(locate(['a', 0, 'd', 'e'])).toEqual({ line: 2, column: 5 })
})
