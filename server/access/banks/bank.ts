import type { Bank, BankInterface, BankingInterface } from '../../../scenarios/types.ts'

export type { Bank, BankInterface, BankingInterface, LoginField } from '../../../scenarios/types.ts'

export const hasProperty = (
  bankInterface: BankInterface,
  property: NonNullable<BankInterface['properties']>[number],
): boolean => bankInterface.properties?.includes(property) ?? false

export const findInterface = (bank: Bank, name: BankingInterface): BankInterface | undefined =>
  bank.interfaces.find((candidate) => candidate.interface === name)
