import { describe, expect, it } from 'vitest'
import { flickerCode } from './flicker-code.ts'

/** Reads a code as a TAN generator does. Throws if it is not well-formed. */
const read = (code: string) => {
  const bytes = Buffer.from(code, 'hex')
  if (bytes.length !== (bytes[0] ?? 0) + 1) throw new Error('wrong length')
  const startLength = (bytes[1] ?? 0) & 0x3f
  const startCode = bytes.subarray(3, 3 + startLength).toString('hex')
  const elements: string[] = []
  let at = 3 + startLength
  while (at < bytes.length - 1) {
    const length = (bytes[at] ?? 0) & 0x3f
    elements.push(bytes.subarray(at + 1, at + 1 + length).toString('hex'))
    at += 1 + length
  }
  return { startCode, elements }
}

describe('flickerCode', () => {
  it.each([
    { startCode: '10418751', elements: ['1234567890', '12030000'] },
    { startCode: '87654321', elements: ['123456'] },
    { startCode: '12345', elements: [] },
  ])('encodes start code $startCode with elements $elements', (content) => {
    const { startCode, elements } = read(flickerCode(content))
    expect(startCode.replace(/f$/, '')).toBe(content.startCode)
    expect(elements).toEqual(content.elements)
  })

  it('ends in the Luhn digit and the XOR of all digits before', () => {
    // Computed by hand: start code 10, no elements. Digits of the payload 0 1 1 0 → 0 + 2 + 1 + 0 = 3 → 7.
    expect(flickerCode({ startCode: '10', elements: [] })).toBe('048101107D')
  })
})
