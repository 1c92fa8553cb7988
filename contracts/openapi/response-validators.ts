import type { ApiDocument } from './document.ts'
import { pointTo, toDefinitions } from './json-schema.ts'
import type { Validator } from './validator.ts'

/** Returns the validator of a schema by its name; undefined where the document has no such schema. */
export type FindValidator = (schema: string) => Validator | undefined

/**
 * Returns the validators of what a document says of responses. Properties that it does not name are tolerated, and every
 * error is reported. A schema is compiled when it is first asked for: compiled beforehand, all of them would be three
 * times the size of the rest of the package, and few processes check any response.
 */
export const createResponseValidators = async (document: ApiDocument): Promise<FindValidator> => {
  const { Ajv2020 } = await import('./ajv.ts')
  const ajv = new Ajv2020({ strict: false, ownProperties: true, inlineRefs: false, allErrors: true })
  ajv.addSchema(toDefinitions(document, { closed: false }))
  const known = new Set(Object.keys(document.components?.schemas ?? {}))
  const compiled = new Map<string, Validator>()
  return (schema) => {
    const validator = compiled.get(schema) ?? (known.has(schema) ? ajv.compile(pointTo(schema)) : undefined)
    if (validator !== undefined) compiled.set(schema, validator)
    return validator
  }
}

const loaders = {
  v1: () => import('./generated/v1.document.ts'),
  v2: () => import('./generated/v2.document.ts'),
}

const loaded = new Map<string, Promise<FindValidator>>()

/** Loads the validators of a version's responses, the same ones each time. */
export const loadResponseValidators = (version: keyof typeof loaders): Promise<FindValidator> => {
  const validators =
    loaded.get(version) ?? loaders[version]().then(({ document }) => createResponseValidators(document))
  loaded.set(version, validators)
  return validators
}
