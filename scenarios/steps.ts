import type { Procedure, Step, TwoStepProcedure } from './types.ts'

/** Returns a procedure of a scenario in finAPI's field names. */
export const asTwoStepProcedure = (procedure: Procedure): TwoStepProcedure => ({
  procedureId: procedure.id,
  procedureName: procedure.name,
  procedureChallengeType: procedure.type,
  implicitExecute: procedure.implicitExecute ?? false,
})

/** Returns every step of a scenario, those of procedures and branches included, in the order of the file. */
export const everyStep = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => [step, ...listBranches(step).flatMap(everyStep)])

/** Returns the lists of steps that a step can lead to instead of the step below it. */
const listBranches = (step: Step): (readonly Step[])[] => {
  if ('reject' in step) return []
  if ('selectProcedure' in step)
    return step.selectProcedure.flatMap(({ steps }) => (steps === undefined ? [] : [steps]))
  return [step.otherwise, step.expired, 'decoupled' in step ? step.tooFast : undefined].flatMap((branch) => {
    if (branch === undefined) return []
    return 'reject' in branch ? [[branch]] : [branch]
  })
}

/** Returns true for a step that can lead to the step below it. */
export const canPass = (step: Step): boolean => {
  if ('reject' in step) return false
  // Procedures with steps of their own never come back to what stands below the selection.
  if ('selectProcedure' in step) return step.selectProcedure.some(({ steps }) => steps === undefined)
  if (!('redirect' in step)) return true
  const { declines, returns } = step.redirect
  return !declines && returns?.error === undefined && returns?.code === undefined
}

/** Returns true if any path through the steps ends in a successful import. */
export const canComplete = (steps: readonly Step[]): boolean => {
  const blocked = steps.findIndex((step) => !canPass(step))
  const reached = blocked < 0 ? steps : steps.slice(0, blocked + 1)
  return blocked < 0 || reached.some((step) => listBranches(step).some(canComplete))
}

/** Returns every procedure that the steps offer, however deep: what a bank lists for the interface. */
export const offeredProcedures = (steps: readonly Step[]): TwoStepProcedure[] => {
  const found = new Map<string, TwoStepProcedure>()
  for (const step of everyStep(steps)) {
    if (!('selectProcedure' in step)) continue
    for (const procedure of step.selectProcedure) found.set(procedure.id, asTwoStepProcedure(procedure))
  }
  return [...found.values()]
}

/** Returns the id of the procedure that a bank uses without asking. */
export const defaultProcedure = (steps: readonly Step[]): string | undefined =>
  everyStep(steps).flatMap((step) => ('selectProcedure' in step ? (step.default ?? []) : []))[0]
