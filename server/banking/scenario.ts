import type { components } from '../../scenarios/generated/scenario.types.ts'

type Schemas = components['schemas']

/** A scripted sequence, as the scenario files describe it. */
export type Scenario = Schemas['Scenario']
export type Step = Schemas['Step']
export type Procedure = Schemas['Procedure']
export type ChallengeStep = Schemas['ChallengeStep']
export type RedirectStep = Schemas['RedirectStep']
export type DecoupledStep = Schemas['DecoupledStep']
