import { everyStep } from './steps.ts'
import type { Bank, BankInterface, OwnBank, Scenario } from './types.ts'

/** The label of the login field at the demo banks and at the banks of scenarios. */
export const LOGIN_LABEL = 'Onlinebanking-ID'

/** Returns the bank of a scenario; the properties of its interface follow from the steps. */
export const ownBank = (scenario: Scenario): Bank | undefined => {
  const { bank } = scenario
  if (bank === undefined) return undefined
  const { id, blz, name } = bank
  return {
    id,
    blz,
    name,
    location: 'DE',
    isTestBank: true,
    popularity: 1,
    interfaces: [
      {
        interface: bank.interface ?? 'XS2A',
        properties: listProperties(scenario),
        loginCredentials: LOGIN_FIELDS[bank.login ?? 'id and PIN'],
        loginHint: scenario.description,
        aisSupported: bank.supported ?? true,
      },
    ],
  }
}

const LOGIN_FIELDS: Readonly<Record<NonNullable<OwnBank['login']>, BankInterface['loginCredentials']>> = {
  'id and PIN': [{ label: LOGIN_LABEL }, { label: 'PIN', secret: true }],
  id: [{ label: LOGIN_LABEL }],
  none: [],
}

const listProperties = ({ steps, requires, update }: Scenario): NonNullable<BankInterface['properties']> => {
  const every = everyStep([...steps, ...(update?.steps ?? [])])
  return [
    ...(every.some((step) => 'redirect' in step) ? (['REDIRECT_APPROACH'] as const) : []),
    ...(every.some((step) => 'decoupled' in step) ? (['DECOUPLED_APPROACH'] as const) : []),
    ...(requires?.accountReferences ? (['DETAILED_CONSENT'] as const) : []),
  ]
}
