import { describe, expect, it } from 'vitest'
import { createRandom } from './random.ts'

const draw = (seed: string) => {
  const random = createRandom(seed)
  return [random.next(), random.int(1, 1_000_000), random.hex(32), random.uuid(), random.base64url(32)]
}

describe('createRandom', () => {
  it('returns the same values for the same seed, and others for another', () => {
    expect(draw('a seed')).toEqual(draw('a seed'))
    expect(draw('a seed')).not.toEqual(draw('a sead'))
  })

  it('keeps its values from version to version', () => {
    expect(createRandom('finapi-mock').hex(32)).toMatchInlineSnapshot(`"918eead9738e214667efb0e41d6ad540"`)
  })

  it('stays within bounds and reaches both', () => {
    const random = createRandom('bounds')
    const drawn = Array.from({ length: 2000 }, () => random.int(-2, 3))
    expect(new Set(drawn)).toEqual(new Set([-2, -1, 0, 1, 2, 3]))
    const fractions = Array.from({ length: 20_000 }, () => random.next())
    expect(fractions.every((value) => value >= 0 && value < 1)).toBe(true)
    expect(fractions.reduce((sum, value) => sum + value, 0) / fractions.length).toBeCloseTo(0.5, 1)
  })

  it('picks every element, and throws for an empty list', () => {
    const random = createRandom('pick')
    expect(new Set(Array.from({ length: 100 }, () => random.pick(['a', 'b', 'c'])))).toEqual(new Set(['a', 'b', 'c']))
    expect(() => random.pick([])).toThrow('the list is empty')
  })

  it('returns identifiers in their usual forms, all different', () => {
    const random = createRandom('forms')
    const uuids = Array.from({ length: 5000 }, () => random.uuid())
    for (const uuid of uuids)
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(new Set(uuids).size).toBe(uuids.length)
  })

  it.each([0, 1, 2, 7, 8, 31, 32, 33])('returns %i hexadecimal characters', (length) => {
    expect(createRandom('hex').hex(length)).toMatch(new RegExp(`^[0-9a-f]{${length}}$`))
  })

  it.each([0, 1, 2, 3, 16, 31, 32, 64])('returns %i bytes as canonical base64url', (bytes) => {
    const text = createRandom(`bytes ${bytes}`).base64url(bytes)
    const decoded = Buffer.from(text, 'base64url')
    expect(decoded).toHaveLength(bytes)
    expect(decoded.toString('base64url')).toBe(text)
  })

  it('forks by label, whatever was drawn before', () => {
    const random = createRandom('root')
    const early = random.fork('branch').hex(32)
    random.next()
    expect(random.fork('branch').hex(32)).toBe(early)
    expect(random.fork('other').hex(32)).not.toBe(early)
    expect(random.fork('branch').fork('twig').hex(32)).not.toBe(random.fork('twig').hex(32))
  })

  it('continues from its state, forks included, after a round through JSON', () => {
    const random = createRandom('state')
    random.uuid()
    const restored = createRandom('something else')
    restored.restore(JSON.parse(JSON.stringify(random.state())))
    expect(restored.uuid()).toBe(random.uuid())
    expect(restored.fork('x').next()).toBe(random.fork('x').next())
  })
})
