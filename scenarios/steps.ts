import type { Procedure, Step, TwoStepProcedure } from './types.ts'

/** A procedure of a scenario in finAPI's words. */
export const asTwoStepProcedure = (procedure: Procedure): TwoStepProcedure => ({
  procedureId: procedure.id,
  procedureName: procedure.name,
  procedureChallengeType: procedure.type,
  implicitExecute: procedure.implicitExecute ?? false,
})

/** Every step of a scenario, those of procedures and branches included, in the order of the file. */
export const everyStep = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => [step, ...branchesOf(step).flatMap((steps) => everyStep(steps))])

const branchesOf = (step: Step): (readonly Step[])[] => {
  if ('selectProcedure' in step) return step.selectProcedure.map((procedure) => procedure.steps ?? [])
  if ('reject' in step) return []
  return [step.otherwise, step.expired, 'decoupled' in step ? step.tooFast : undefined].map((given) =>
    given === undefined ? [] : 'reject' in given ? [given] : given,
  )
}

/** Every procedure that the steps offer, however deep: what a bank lists for the interface. */
export const offeredProcedures = (steps: readonly Step[]): TwoStepProcedure[] => {
  const found = new Map<string, TwoStepProcedure>()
  for (const step of everyStep(steps)) {
    if (!('selectProcedure' in step)) continue
    for (const procedure of step.selectProcedure) found.set(procedure.id, asTwoStepProcedure(procedure))
  }
  return [...found.values()]
}

/** The procedure that a bank takes without asking. */
export const defaultProcedure = (steps: readonly Step[]): string | undefined =>
  everyStep(steps).flatMap((step) => ('selectProcedure' in step ? (step.default ?? []) : []))[0]
