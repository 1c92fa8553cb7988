import { operations as operationsV1 } from '../../../contracts/openapi/generated/v1.operations.ts'
import * as validatorsV1 from '../../../contracts/openapi/generated/v1.validators.ts'
import { operations as operationsV2 } from '../../../contracts/openapi/generated/v2.operations.ts'
import * as validatorsV2 from '../../../contracts/openapi/generated/v2.validators.ts'
import { loadResponseValidators } from '../../../contracts/openapi/response-validators.ts'
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
    ...validatorsV1,
    loadResponseValidators: () => loadResponseValidators('v1'),
    parse: parserV1,
    present: presenterV1,
  },
  {
    version: 'v2',
    operations: operationsV2,
    ...validatorsV2,
    loadResponseValidators: () => loadResponseValidators('v2'),
    parse: parserV2,
    present: presenterV2,
  },
]
