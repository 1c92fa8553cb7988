import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import contract from '../../contracts/openapi/v2.json' with { type: 'json' }
import { document, documented } from './control-document.ts'

const findRefs = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : findRefs(inner),
  )
}

describe('the document of the control API', () => {
  it('is OpenAPI 3.1, with schemas that are JSON Schema 2020-12', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/)
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: true })
    ajv.addSchema({ $id: 'control', components: document.components }, undefined, false, false)
    ajv.addVocabulary(['components', 'discriminator'])
    for (const name of Object.keys(document.components.schemas)) {
      expect(() => ajv.compile({ $ref: `control#/components/schemas/${name}` }), name).not.toThrow()
    }
  })

  it('refers only to schemas that it has, and has none that nothing refers to', () => {
    const schemas = Object.keys(document.components.schemas)
    const refs = new Set(findRefs(document))
    expect([...refs].filter((ref) => !schemas.includes(ref.replace('#/components/schemas/', '')))).toEqual([])
    expect(schemas.filter((name) => !refs.has(`#/components/schemas/${name}`))).toEqual([])
  })

  it('names each operation once, with a summary and every parameter of its path', () => {
    const ids = documented.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { key, path, operation } of documented) {
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      expect(inPath.map(({ name }) => name).sort(), key).toEqual(named.sort())
      expect(
        inPath.every(({ required }) => required === true),
        key,
      ).toBe(true)
      expect(operation.summary, key).toMatch(/\S/)
    }
  })

  it('has a response of each operation to a wrong request, and to one without the token', () => {
    for (const { key, operation } of documented) {
      const statuses = Object.keys(operation.responses)
      expect(statuses, key).toContain('400')
      if (key !== 'GET /_mock/health') expect(statuses, key).toContain('401')
      for (const [status, response] of Object.entries(operation.responses)) {
        if (Number(status) < 400 || status === '422') continue
        expect(response.content, `${key} ${status}`).toEqual({
          'application/json': { schema: { $ref: '#/components/schemas/Problem' } },
        })
      }
    }
  })

  it("allows a fault each code of finAPI's errors", () => {
    expect(document.components.schemas.StatusFault).toMatchObject({
      properties: { code: { enum: contract.components.schemas.ErrorCode.enum } },
    })
  })
})
