import type { Capability } from '../capability.ts'
import { expectSuccess } from '../expect.ts'
import type { ApiVersion, Schema } from '../openapi/api-types.ts'
import { describeResponse, type OperationResponse } from '../response.ts'
import { type Approach, candidates, type DemoBank, pickDemoBank } from './demo-banks.ts'
import type { TargetSettings } from './settings.ts'
import type { Abilities, Target } from './target.ts'
import { emptyUser } from './users.ts'

const SWITCHED_OFF = 'switched off in the settings of this target'

const approaches: readonly Approach[] = ['embedded', 'redirect', 'decoupled']

/** Returns whether a response says that the client may only import through finAPI's Web Form. */
export const refusesDirectImport = (response: OperationResponse): boolean => {
  const body = response.body
  if (response.status < 400 || typeof body !== 'object' || body === null || !('errors' in body)) return false
  const errors: unknown = body.errors
  return (
    Array.isArray(errors) &&
    errors.some(
      (error: unknown) =>
        typeof error === 'object' && error !== null && 'code' in error && error.code === 'ILLEGAL_ENTITY_STATE',
    )
  )
}

/** Returns the reason for each missing capability. */
export const findMissing = (
  banks: Abilities['banks'],
  importRefusal: string | undefined,
  { provides, lacks }: Pick<TargetSettings, 'provides' | 'lacks'>,
): Map<Capability, string> => {
  const missing = new Map<Capability, string>()
  for (const approach of approaches)
    if (!banks[approach])
      missing.set(
        `${approach}-bank`,
        `no bank ${candidates[approach].join(' or ')} with an interface for the ${approach} approach`,
      )
  if (importRefusal !== undefined) missing.set('direct-import', importRefusal)
  if (importRefusal !== undefined) missing.set('imported-data', importRefusal)
  else if (!approaches.some((approach) => banks[approach])) missing.set('imported-data', 'no demo bank to import')
  if (!provides.includes('guide-login'))
    missing.set('guide-login', 'the login of the import guide is only known to a target that says so')
  for (const capability of lacks) missing.set(capability, SWITCHED_OFF)
  return missing
}

const findBanks = async (target: Target, as: { accessToken: string }): Promise<Abilities['banks']> => {
  const wanted = [...new Set(approaches.flatMap((approach) => candidates[approach]))]
  const found: Schema<ApiVersion, 'Bank'>[] = []
  for (const blz of wanted) {
    const list = expectSuccess(await target.call('getAndSearchAllBanks', { as, query: { search: blz, perPage: 100 } }))
    found.push(...list.banks)
  }
  return Object.fromEntries(
    approaches.flatMap((approach) => {
      const bank = pickDemoBank(approach, found)
      return bank ? [[approach, bank]] : []
    }),
  )
}

/** Leaves out the banks that the settings exclude. */
const withoutLacking = (banks: Abilities['banks'], lacks: readonly Capability[]): Abilities['banks'] =>
  Object.fromEntries(
    approaches.flatMap((approach) => (lacks.includes(`${approach}-bank`) ? [] : [[approach, banks[approach]]])),
  )

/** Starts an import and abandons it: there is no other way to find out whether the client may import. */
const probeImport = async (
  target: Target,
  as: { accessToken: string },
  bank: DemoBank,
): Promise<string | undefined> => {
  const response = await target.call('importBankConnection', { as, body: target.importRequest(bank) })
  return refusesDirectImport(response)
    ? `this client may not import directly, only through the web form: ${describeResponse(response)}`
    : undefined
}

/** Finds out which demo banks the target has, by BLZ and interface property, and whether the client may import. */
export const findAbilities = async (target: Target): Promise<Abilities> => {
  const { settings } = target
  const user = await emptyUser(target)
  const banks = withoutLacking(await findBanks(target, user), settings.lacks)
  const probe = banks.embedded ?? banks.redirect ?? banks.decoupled
  // If imports are switched off, none may be started, not even to find out.
  if (settings.lacks.includes('direct-import')) return { banks, missing: findMissing(banks, SWITCHED_OFF, settings) }
  const refusal = probe ? await probeImport(target, user, probe) : undefined
  return { banks, missing: findMissing(banks, refusal, settings) }
}
