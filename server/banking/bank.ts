import type { components } from '../../scenarios/generated/bank.types.ts'

/** A bank as the scenario files describe it. */
export type Bank = components['schemas']['Bank']

/** One way in to a bank: XS2A, FINTS_SERVER or WEB_SCRAPER. */
export type BankInterface = Bank['interfaces'][number]

export type BankingInterface = BankInterface['interface']

export type LoginField = BankInterface['loginCredentials'][number]

export const hasProperty = (
  bankInterface: BankInterface,
  property: NonNullable<BankInterface['properties']>[number],
): boolean => bankInterface.properties?.includes(property) ?? false

export const findInterface = (bank: Bank, name: BankingInterface): BankInterface | undefined =>
  bank.interfaces.find((candidate) => candidate.interface === name)
