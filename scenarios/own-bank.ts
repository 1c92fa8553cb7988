import { everyStep } from './steps.ts'
import type { Bank, BankInterface, OwnBank, Scenario } from './types.ts'

/** The label under which the banks ask for the login. */
export const LOGIN_LABEL = 'Onlinebanking-ID'

/** The bank that a scenario brings along; its interface promises what the steps do. */
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
        properties: propertiesOf(scenario),
        loginCredentials: loginFields[bank.login ?? 'id and PIN'],
        loginHint: scenario.description,
        aisSupported: bank.supported ?? true,
      },
    ],
  }
}

const loginFields: Readonly<Record<NonNullable<OwnBank['login']>, BankInterface['loginCredentials']>> = {
  'id and PIN': [{ label: LOGIN_LABEL }, { label: 'PIN', secret: true }],
  id: [{ label: LOGIN_LABEL }],
  none: [],
}

const propertiesOf = ({ steps, requires, update }: Scenario): NonNullable<BankInterface['properties']> => {
  const every = everyStep([...steps, ...(update?.steps ?? [])])
  return [
    ...(every.some((step) => 'redirect' in step) ? (['REDIRECT_APPROACH'] as const) : []),
    ...(every.some((step) => 'decoupled' in step) ? (['DECOUPLED_APPROACH'] as const) : []),
    ...(requires?.accountReferences ? (['DETAILED_CONSENT'] as const) : []),
  ]
}
