import type { ApiVersion } from '../../contracts/openapi/api-types.ts'
import * as v1 from '../../contracts/openapi/generated/v1.validators.ts'
import * as v2 from '../../contracts/openapi/generated/v2.validators.ts'
import type { Validator } from '../../contracts/openapi/validator.ts'

// The generated validators, loaded by tag on first use.

const loaders = { v1, v2 }

export const loadBodyValidator = async (version: ApiVersion, tag: string, operationId: string): Promise<Validator> =>
  requireValidator(`${operationId}Body`, (await loaders[version].loadBodyValidators(tag))[`${operationId}Body`])

export const loadQueryValidator = async (version: ApiVersion, tag: string, operationId: string): Promise<Validator> =>
  requireValidator(`${operationId}Query`, (await loaders[version].loadQueryValidators(tag))[`${operationId}Query`])

/** Loads the validator of a response's schema; only tests need it. */
export const loadResponseValidator = async (version: ApiVersion, schema: string): Promise<Validator> => {
  const { loadResponseValidators } = await import('../../contracts/openapi/response-validators.ts')
  return requireValidator(schema, (await loadResponseValidators(version))(schema))
}

const requireValidator = (name: string, validator: Validator | undefined): Validator => {
  if (validator === undefined) throw new Error(`there is no validator ${name}`)
  return validator
}
