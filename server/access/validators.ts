import type { ApiVersion } from '../../contracts/openapi/api-types.ts'
import * as v1 from '../../contracts/openapi/generated/v1.validators.ts'
import * as v2 from '../../contracts/openapi/generated/v2.validators.ts'
import type { Validator } from '../../contracts/openapi/validator.ts'

// The generated validators, loaded by tag on first use.

const loaders = { v1, v2 }

/** Returns a validator: a promise the first time, and then the validator itself, because every request needs it. */
export type LazyValidator = () => Validator | Promise<Validator>

export const bodyValidator = (version: ApiVersion, tag: string, operationId: string): LazyValidator =>
  loadOnce(async () =>
    requireValidator(`${operationId}Body`, (await loaders[version].loadBodyValidators(tag))[`${operationId}Body`]),
  )

export const queryValidator = (version: ApiVersion, tag: string, operationId: string): LazyValidator =>
  loadOnce(async () =>
    requireValidator(`${operationId}Query`, (await loaders[version].loadQueryValidators(tag))[`${operationId}Query`]),
  )

const loadOnce = (load: () => Promise<Validator>): LazyValidator => {
  let loaded: Validator | undefined
  const loading = async (): Promise<Validator> => {
    loaded = await load()
    return loaded
  }
  return () => loaded ?? loading()
}

/** Loads the validator of a response's schema; only tests need it. */
export const loadResponseValidator = async (version: ApiVersion, schema: string): Promise<Validator> => {
  const { loadResponseValidators } = await import('../../contracts/openapi/response-validators.ts')
  return requireValidator(schema, (await loadResponseValidators(version))(schema))
}

const requireValidator = (name: string, validator: Validator | undefined): Validator => {
  if (validator === undefined) throw new Error(`there is no validator ${name}`)
  return validator
}
