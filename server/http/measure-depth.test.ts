import { expect, it } from 'vitest'
import { measureDepth } from './measure-depth.ts'

it.each([
  { text: '', depth: 0 },
  { text: '1', depth: 0 },
  { text: '[]', depth: 1 },
  { text: '{"a":[{}],"b":[[]]}', depth: 3 },
  { text: '["[[[[", "\\"[[", {}]', depth: 2 },
  { text: '"\\\\" [[', depth: 2 },
  { text: '[][][]{}{}', depth: 1 },
  { text: '['.repeat(100_000), depth: 100_000 },
])('measures depth $depth', ({ text, depth }) => {
  expect(measureDepth(text)).toBe(depth)
})
