import type { Scenario } from '../../../scenarios/types.ts'
import { requireDuration } from '../../core/duration.ts'
import type { World } from '../../world/world.ts'
import { type BankInterface, hasProperty } from '../banks/bank.ts'
import type { BankConnection, ConnectionInterface, Consent } from './bank-connection.ts'

/** The lifetime of an account information consent. */
const CONSENT_LIFETIME = 'P90D'

/** Returns the time at which a consent that is given now expires. */
export const consentExpiry = (world: World, scenario: Scenario): number =>
  world.clock.now() + requireDuration(scenario.consent?.validFor ?? CONSENT_LIFETIME)

/** Returns the consent of an authentication. Only XS2A has consents; other interfaces use the credentials each time. */
export const newConsent = (world: World, scenario: Scenario, bankInterface: BankInterface): Consent | undefined =>
  bankInterface.interface === 'XS2A'
    ? {
        status: 'PRESENT',
        expiresAt: consentExpiry(world, scenario),
        // A consent for certain accounts does not cover others.
        supportsImportNewAccounts: !hasProperty(bankInterface, 'DETAILED_CONSENT'),
      }
    : undefined

/** Schedules the revocation of the interface's consent, if the scenario revokes it. */
export const scheduleRevocation = (
  world: World,
  scenario: Scenario,
  connectionId: number,
  { interface: bankingInterface, aisConsent }: ConnectionInterface,
): void => {
  const after = scenario.consent?.revokedAfter
  if (after === undefined || aisConsent?.expiresAt === undefined) return
  const { expiresAt } = aisConsent
  world.clock.schedule(requireDuration(after), {
    job: 'revoke-consent',
    connectionId,
    interface: bankingInterface,
    expiresAt,
  })
}

/** Revokes the consent with this expiry; a later consent stays. */
export const revokeConsent = (
  connection: BankConnection,
  { interface: bankingInterface, expiresAt }: Pick<ConnectionInterface, 'interface'> & { expiresAt: number },
): void => {
  const connectionInterface = connection.interfaces.find((candidate) => candidate.interface === bankingInterface)
  if (connectionInterface?.aisConsent?.expiresAt === expiresAt) removeConsent(connectionInterface)
}

/** Removes the consent, so that the next update requires the PSU. */
export const removeConsent = (connectionInterface: ConnectionInterface): void => {
  const supportsImportNewAccounts = connectionInterface.aisConsent?.supportsImportNewAccounts ?? true
  connectionInterface.aisConsent = { status: 'NOT_PRESENT', expiresAt: undefined, supportsImportNewAccounts }
  connectionInterface.userActionRequired = true
}

/** Returns the state of an interface's consent. An expired one still reads as PRESENT until it is used. */
export const consentState = ({ aisConsent }: ConnectionInterface, now: number): 'valid' | 'expired' | 'none' => {
  if (aisConsent?.status !== 'PRESENT') return 'none'
  return aisConsent.expiresAt !== undefined && aisConsent.expiresAt <= now ? 'expired' : 'valid'
}
