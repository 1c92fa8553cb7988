import { operations as operationsV1 } from '../../../contracts/openapi/generated/v1.operations.ts'
import { operations as operationsV2 } from '../../../contracts/openapi/generated/v2.operations.ts'
import type { Api } from '../api.ts'
import { parserV1 } from '../old-parsers/v1.ts'
import { parserV2 } from '../old-parsers/v2.ts'
import { presenterV1 } from './v1/index.ts'
import { presenterV2 } from './v2/index.ts'

/** Every version of the API that the server speaks. */
export const apis: readonly Api[] = [
  {
    version: 'v1',
    operations: operationsV1,
    loadBodyValidators: async () => ({ ...(await import('../../../contracts/openapi/generated/v1.bodies.js')) }),
    loadQueryValidators: async () => ({ ...(await import('../../../contracts/openapi/generated/v1.queries.js')) }),
    loadAnswerValidators: async () => ({ ...(await import('../../../contracts/openapi/generated/v1.responses.js')) }),
    parse: parserV1,
    present: presenterV1,
  },
  {
    version: 'v2',
    operations: operationsV2,
    loadBodyValidators: async () => ({ ...(await import('../../../contracts/openapi/generated/v2.bodies.js')) }),
    loadQueryValidators: async () => ({ ...(await import('../../../contracts/openapi/generated/v2.queries.js')) }),
    loadAnswerValidators: async () => ({ ...(await import('../../../contracts/openapi/generated/v2.responses.js')) }),
    parse: parserV2,
    present: presenterV2,
  },
]
