import type { components } from '../../../../contracts/openapi/generated/v1.types.ts'

/** Types of v1's schemas, as its contract describes them. */
export type Schemas = components['schemas']
