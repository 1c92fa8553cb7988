import type { Answer } from '../answer.ts'
import type { Approach } from '../targets/demo-banks.ts'
import type { ImportBody } from '../targets/import-request.ts'
import type { Target } from '../targets/target.ts'
import { idleUser } from './fixtures.ts'
import { startImport } from './import-flow.ts'

/** Sends one first request with something changed, on behalf of a user who never gets a connection. */
export const tryImport = async (
  target: Target,
  overrides: ImportBody,
  approach: Approach = 'embedded',
): Promise<Answer<'importBankConnection'>> =>
  (await startImport(target, await idleUser(target), await target.demoBank(approach), { overrides })).answer
