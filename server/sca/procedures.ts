import { everyStep } from '../../scenarios/steps.ts'
import type { Procedure, Step } from '../../scenarios/types.ts'
import type { TwoStepProcedure } from './challenge.ts'

/** A scenario's procedure as finAPI describes it. */
export const toTwoStepProcedure = (procedure: Procedure): TwoStepProcedure => ({
  procedureId: procedure.id,
  procedureName: procedure.name,
  procedureChallengeType: procedure.type,
  implicitExecute: procedure.implicitExecute ?? false,
})

/** Every procedure that the steps offer, however deep: the list that a bank gives for the interface. */
export const offeredProcedures = (steps: readonly Step[]): TwoStepProcedure[] => {
  const found = new Map<string, TwoStepProcedure>()
  for (const step of everyStep(steps)) {
    if (!('selectProcedure' in step)) continue
    for (const procedure of step.selectProcedure) found.set(procedure.id, toTwoStepProcedure(procedure))
  }
  return [...found.values()]
}

/** The procedure that a bank uses without asking. */
export const defaultProcedure = (steps: readonly Step[]): string | undefined =>
  everyStep(steps).flatMap((step) => ('selectProcedure' in step ? (step.default ?? []) : []))[0]
