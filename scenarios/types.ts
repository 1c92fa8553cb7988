import type { components as BankSchemas } from './generated/bank.types.ts'
import type { components as PersonaSchemas } from './generated/persona.types.ts'
import type { components as ScenarioSchemas } from './generated/scenario.types.ts'

// The types of the scenario, bank and persona files. `schema/*.json` documents each field. Amounts are in euros there
// and in whole cents everywhere else.

type BankSchema = BankSchemas['schemas']
type PersonaSchema = PersonaSchemas['schemas']
type ScenarioSchema = ScenarioSchemas['schemas']

export type Bank = BankSchema['Bank']
/** One way to reach a bank: XS2A, FINTS_SERVER or WEB_SCRAPER. */
export type BankInterface = Bank['interfaces'][number]
export type BankingInterface = BankInterface['interface']
export type LoginField = BankInterface['loginCredentials'][number]

/** A scenario as a file or a program writes it; its persona may still have to be generated. */
export type ScenarioDefinition = ScenarioSchema['Scenario']
/** A scenario that is ready to run: its persona is a name in the library. */
export interface Scenario extends Omit<ScenarioDefinition, 'persona'> {
  persona?: string
}
/** The specification of a generated persona. */
export type PersonaSpec = ScenarioSchema['PersonaSpec']
export type Income = ScenarioSchema['Income']
export type Spending = ScenarioSchema['Spending']
export type Oddity = ScenarioSchema['Oddity']
export type OwnBank = ScenarioSchema['OwnBank']
/** A bank, interfaces and a login that a scenario answers beside its own bank. */
export type Answer = ScenarioSchema['Answer']
export type Step = ScenarioSchema['Step']
export type Branch = ScenarioSchema['Branch']
export type Procedure = ScenarioSchema['Procedure']
/** The presentation of a challenge: TEXT, PHOTO or FLICKER_CODE. */
export type ChallengeType = NonNullable<Procedure['type']>
export type SelectProcedureStep = ScenarioSchema['SelectProcedureStep']
export type ChallengeStep = ScenarioSchema['ChallengeStep']
export type RedirectStep = ScenarioSchema['RedirectStep']
export type DecoupledStep = ScenarioSchema['DecoupledStep']
export type RejectStep = ScenarioSchema['RejectStep']
/** The error that ends an import which the bank, or finAPI, refuses. */
export type Rejection = ScenarioSchema['Rejection']
export type Download = ScenarioSchema['Download']
export type AccountDownload = ScenarioSchema['AccountDownload']
export type ExtraBooking = ScenarioSchema['ExtraBooking']

/** A persona as a file describes it; it may still have to be generated. */
export type PersonaDefinition = PersonaSchema['PersonaFile']
/** A persona that is made up when its file is read. */
export type PersonaToGenerate = PersonaSchema['PersonaToGenerate']
/** A persona that is ready to use. */
export type Persona = PersonaSchema['Persona']
export type PersonaBank = PersonaSchema['PersonaBank']
export type PersonaAccount = PersonaSchema['PersonaAccount']
export type Habit = PersonaSchema['Habit']
export type ScheduledHabit = PersonaSchema['ScheduledHabit']
export type FrequentHabit = PersonaSchema['FrequentHabit']
export type TransferHabit = PersonaSchema['TransferHabit']
export type SurplusHabit = PersonaSchema['SurplusHabit']
export type Counterpart = PersonaSchema['Counterpart']
export type Amount = PersonaSchema['Amount']
export type AmountRange = PersonaSchema['AmountRange']
export type Range = PersonaSchema['Range']
export type Country = PersonaSchema['Country']
export type Interval = PersonaSchema['Interval']
export type WeekendShift = PersonaSchema['WeekendShift']
export type Method = PersonaSchema['Method']

/** A value for one of the login fields that a bank asks for. */
export interface LoginCredential {
  label: string
  value: string
}

/** A method that the bank offers for strong customer authentication, in finAPI's field names. */
export interface TwoStepProcedure {
  procedureId: string
  procedureName: string
  /** Undefined when finAPI cannot tell. */
  procedureChallengeType: ChallengeType | undefined
  implicitExecute: boolean
}
