import type { Scenario } from '../../../scenarios/types.ts'
import { requireDuration } from '../../core/duration.ts'
import type { World } from '../../world/world.ts'
import { type BankInterface, hasProperty } from '../banks/bank.ts'
import type { BankConnection, ConnectionInterface, Consent } from './bank-connection.ts'

/** How long an account information consent lasts. */
const CONSENT_LIFETIME = 'P90D'

/** When a consent that is given now expires. */
export const consentExpiry = (world: World, scenario: Scenario): number =>
  world.clock.now() + requireDuration(scenario.consent?.validFor ?? CONSENT_LIFETIME)

/** What an authentication leaves behind. Only XS2A hands out consents; elsewhere the credentials are used each time. */
export const newConsent = (world: World, scenario: Scenario, bankInterface: BankInterface): Consent | undefined =>
  bankInterface.interface === 'XS2A'
    ? {
        status: 'PRESENT',
        expiresAt: consentExpiry(world, scenario),
        // A consent for certain accounts says nothing about others.
        supportsImportNewAccounts: !hasProperty(bankInterface, 'DETAILED_CONSENT'),
      }
    : undefined

/** Lets the user revoke the interface's consent in time, where the scenario says so. */
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

/** The consent that expires at this moment is revoked; one that came after it stays. */
export const revokeConsent = (
  connection: BankConnection,
  { interface: bankingInterface, expiresAt }: Pick<ConnectionInterface, 'interface'> & { expiresAt: number },
): void => {
  const connectionInterface = connection.interfaces.find((candidate) => candidate.interface === bankingInterface)
  if (connectionInterface?.aisConsent?.expiresAt === expiresAt) forgetConsent(connectionInterface)
}

/** finAPI has no consent any more: the next update needs the user. */
export const forgetConsent = (connectionInterface: ConnectionInterface): void => {
  const supportsImportNewAccounts = connectionInterface.aisConsent?.supportsImportNewAccounts ?? true
  connectionInterface.aisConsent = { status: 'NOT_PRESENT', expiresAt: undefined, supportsImportNewAccounts }
  connectionInterface.userActionRequired = true
}

/** Whether the interface's consent opens the bank now. A consent that is over still reads as PRESENT until it is used. */
export const consentState = ({ aisConsent }: ConnectionInterface, now: number): 'valid' | 'expired' | 'none' => {
  if (aisConsent?.status !== 'PRESENT') return 'none'
  return aisConsent.expiresAt !== undefined && aisConsent.expiresAt <= now ? 'expired' : 'valid'
}
