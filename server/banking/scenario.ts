import type { components } from '../../scenarios/generated/scenario.types.ts'

type Schemas = components['schemas']

/** A scripted sequence, as the scenario files describe it; scenarios/schema/scenario.json tells what each field means. */
export type Scenario = Schemas['Scenario']
export type OwnBank = Schemas['OwnBank']
export type Step = Schemas['Step']
export type Branch = Schemas['Branch']
export type Procedure = Schemas['Procedure']
export type ChallengeStep = Schemas['ChallengeStep']
export type RedirectStep = Schemas['RedirectStep']
export type DecoupledStep = Schemas['DecoupledStep']
/** How an import ends that the bank, or finAPI, does not let through. */
export type Rejection = Schemas['Rejection']
export type Download = Schemas['Download']
export type AccountDownload = Schemas['AccountDownload']
export type ExtraBooking = Schemas['ExtraBooking']
