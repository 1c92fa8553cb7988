import type { ApiVersion } from '../../contracts/openapi/api-types.ts'
import type { Validator } from '../core/request-problem.ts'

type Validators = Readonly<Record<string, Validator>>

/** The generated validators of a version, loaded on first use. */
interface ValidatorModules {
  readonly bodies: (tag: string) => Promise<Validators>
  readonly queries: (tag: string) => Promise<Validators>
  /** Only tests ask for these. */
  readonly responses: () => Promise<Validators>
}

const modules: Readonly<Record<ApiVersion, ValidatorModules>> = {
  v1: {
    bodies: async () => ({ ...(await import('../../contracts/openapi/generated/v1.bodies.js')) }),
    queries: async () => ({ ...(await import('../../contracts/openapi/generated/v1.queries.js')) }),
    responses: async () => ({ ...(await import('../../contracts/openapi/generated/v1.responses.js')) }),
  },
  v2: {
    bodies: async () => ({ ...(await import('../../contracts/openapi/generated/v2.bodies.js')) }),
    queries: async () => ({ ...(await import('../../contracts/openapi/generated/v2.queries.js')) }),
    responses: async () => ({ ...(await import('../../contracts/openapi/generated/v2.responses.js')) }),
  },
}

export const loadBodyValidator = async (version: ApiVersion, tag: string, operationId: string): Promise<Validator> =>
  requireValidator(await modules[version].bodies(tag), `${operationId}Body`)

export const loadQueryValidator = async (version: ApiVersion, tag: string, operationId: string): Promise<Validator> =>
  requireValidator(await modules[version].queries(tag), `${operationId}Query`)

export const loadResponseValidator = async (version: ApiVersion, schema: string): Promise<Validator> =>
  requireValidator(await modules[version].responses(), schema)

const requireValidator = (validators: Validators, name: string): Validator => {
  const validator = validators[name]
  if (validator === undefined) throw new Error(`there is no validator ${name}`)
  return validator
}
