import { describe, expect, it } from 'vitest'
import { InputError } from './input.ts'
import {
  byField,
  byValue,
  day,
  flag,
  isoDuration,
  lazy,
  list,
  moment,
  object,
  oneOf,
  optional,
  readShape,
  record,
  type Shape,
  text,
  tuple,
  whole,
} from './shape.ts'

interface Tree {
  name: string
  size?: number
  children: Tree[]
}

const tree: Shape<Tree> = object<Tree>({
  name: text,
  size: optional(whole(0, 9)),
  children: lazy(() => list(tree, 2)),
})

const leaf = (changes: object = {}) => ({ name: 'leaf', children: [], ...changes })

describe('a shape', () => {
  it('returns a copy with the known fields, in the given order', () => {
    const given = { children: [{ ...leaf(), unknown: 1 }], name: 'root', size: 3 }
    const read = readShape(tree, given, 'the tree')
    expect(JSON.stringify(read)).toBe('{"children":[{"name":"leaf","children":[]}],"name":"root","size":3}')
    expect(read.children).not.toBe(given.children)
  })

  it('does not take a field of the prototype for a given one', () => {
    expect(() => readShape(record(flag), JSON.parse('{"__proto__":1}'), 'x')).toThrow('__proto__ must be true or false')
    expect(() => readShape(tree, Object.create(leaf()), 'x')).toThrow('name must be a text, but is missing')
  })

  it.each<{ shape: Shape<unknown>; value: unknown; says: string; field: string }>([
    { shape: tree, value: [], says: 'the data must be a JSON object, but is []', field: '' },
    { shape: tree, value: leaf({ name: 1 }), says: 'name must be a text, but is 1', field: 'name' },
    {
      shape: tree,
      value: leaf({ size: 10 }),
      says: 'size must be a whole number from 0 to 9, but is 10',
      field: 'size',
    },
    {
      shape: tree,
      value: leaf({ size: null }),
      says: 'size must be a whole number from 0 to 9, but is null',
      field: 'size',
    },
    {
      shape: tree,
      value: leaf({ children: [leaf(), leaf({ children: 'none' })] }),
      says: "children.1.children must be a list, but is 'none'",
      field: 'children.1.children',
    },
    {
      shape: tree,
      value: leaf({ children: [leaf(), leaf(), leaf()] }),
      says: 'children must have at most 2 items, but has 3',
      field: 'children',
    },
    { shape: tuple(text, flag), value: ['a'], says: 'the data must be a list of 2 items, but is ["a"]', field: '' },
    { shape: tuple(text, flag), value: ['a', 0], says: '1 must be true or false, but is 0', field: '1' },
    { shape: oneOf('a', 'b'), value: 'c', says: "the data must be one of a, b, but is 'c'", field: '' },
    {
      shape: byValue<object>('kind', { tree: object<{ kind: 'tree' }>({ kind: oneOf('tree') }) }),
      value: { kind: 'toString' },
      says: "kind must be tree, but is 'toString'",
      field: 'kind',
    },
    {
      shape: byField<object>({ tree: tree, bush: tree }),
      value: {},
      says: 'the data must be an object with one of tree, bush, but is {}',
      field: '',
    },
    { shape: moment, value: 1e300, says: 'the data must be milliseconds since 1970', field: '' },
    { shape: day, value: '2026-02-30', says: 'the data must be a day such as', field: '' },
    { shape: day, value: '1799-12-31', says: 'the data must be a day such as', field: '' },
    { shape: isoDuration, value: 'P36526D', says: 'the data must be an ISO 8601 duration', field: '' },
  ])('names what is wrong: $says', ({ shape, value, says, field }) => {
    const read = () => readShape(shape, value, 'the data')
    expect(read).toThrow(says)
    expect(read).toThrow(expect.objectContaining({ name: 'InputError', field }))
  })

  it('refuses data that is nested too deeply for it', () => {
    let deep = leaf()
    for (let level = 0; level < 100_000; level++) deep = leaf({ children: [deep] })
    expect(() => readShape(tree, deep, 'the data')).toThrow(InputError)
  })
})
