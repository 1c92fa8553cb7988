import type { components } from '../../../../contracts/openapi/generated/v2.types.ts'
import type { Loose } from '../common.ts'

/** Types of v2's schemas, as its contract describes them; what has no value may be undefined. */
export type Schemas = { [Name in keyof components['schemas']]: Loose<components['schemas'][Name]> }
