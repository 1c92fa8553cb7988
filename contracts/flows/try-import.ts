import type { OperationResponse } from '../response.ts'
import type { Approach } from '../targets/demo-banks.ts'
import type { ImportBody } from '../targets/import-request.ts'
import type { Target } from '../targets/target.ts'
import { emptyUser } from './fixtures.ts'
import { startImport } from './import-flow.ts'

/** Sends a changed first request of an import, for the user without connections. */
export const tryImport = async (
  target: Target,
  overrides: ImportBody,
  approach: Approach = 'embedded',
): Promise<OperationResponse<'importBankConnection'>> =>
  (await startImport(target, await emptyUser(target), await target.demoBank(approach), { overrides })).response
