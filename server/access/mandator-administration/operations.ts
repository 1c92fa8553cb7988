import type { ApiVersion } from '../../../contracts/openapi/api-types.ts'
import { defineOperation } from '../define-operation.ts'
import { switchApiVersion } from './switch-api-version.ts'
import * as v2 from './v2.ts'

export const mandatorAdministrationOperations = [
  defineOperation('switchApiVersion', {
    read: { v2: v2.readApiVersion },
    run: ({ world }, version: ApiVersion) => switchApiVersion(world, version),
    write: { v2: v2.writeSwitchedVersion },
  }),
]
