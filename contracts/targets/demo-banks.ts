import type { ApiVersion, Schema } from '../openapi/api-types.ts'

export type Approach = 'embedded' | 'redirect' | 'decoupled'

/** A demo bank of a target. Its id differs between environments and changes; its BLZ does not. */
export interface DemoBank {
  readonly approach: Approach
  readonly bankId: number
  readonly blz: string
  readonly interfaceName: string
  readonly loginFields: readonly { readonly label: string; readonly isSecret: boolean }[]
}

type Bank = Schema<ApiVersion, 'Bank'>
type BankInterface = Schema<ApiVersion, 'BankInterface'>

/** Reads the name of an interface from the field of either version. */
export const readInterfaceName = (
  holder: { readonly interface: string } | { readonly bankingInterface: string },
): string => ('interface' in holder ? holder.interface : holder.bankingInterface)

/** The BLZ of the banks that can show an approach, the best one first. */
export const candidates: Readonly<Record<Approach, readonly string[]>> = {
  embedded: ['DEMO0001'],
  redirect: ['DEMO0002'],
  decoupled: ['00000000', 'DEMO0001'],
}

const suits = (approach: Approach, { properties }: BankInterface): boolean => {
  const isRedirect = properties.includes('REDIRECT_APPROACH')
  if (approach === 'redirect') return isRedirect
  // DEMO0001 lists the decoupled approach because of one procedure; its others are embedded.
  return approach === 'embedded' ? !isRedirect : properties.includes('DECOUPLED_APPROACH')
}

/** Ranks interfaces, the best with 0: preferably without properties, then XS2A, which every demo bank has. */
const rank = (approach: Approach, candidate: BankInterface): number =>
  (approach === 'embedded' && candidate.properties.length > 0 ? 2 : 0) +
  (readInterfaceName(candidate) === 'XS2A' ? 0 : 1)

/**
 * Finds the bank and interface that show an approach. A real bank is never chosen, whatever its BLZ: demo logins must
 * not reach it.
 */
export const pickDemoBank = (approach: Approach, banks: readonly Bank[]): DemoBank | undefined => {
  for (const blz of candidates[approach]) {
    for (const bank of banks.filter((candidate) => candidate.isTestBank && candidate.blz === blz)) {
      const interfaces: readonly BankInterface[] = bank.interfaces
      const [chosen] = interfaces
        .filter((candidate) => candidate.isAisSupported && suits(approach, candidate))
        // A bank that needs a list of IBANs first is not the plain demo bank.
        .filter((candidate) => !candidate.properties.includes('DETAILED_CONSENT'))
        .sort((one, other) => rank(approach, one) - rank(approach, other))
      if (!chosen) continue
      const interfaceName = readInterfaceName(chosen)
      return { approach, bankId: bank.id, blz, interfaceName, loginFields: chosen.loginCredentials }
    }
  }
  return undefined
}
