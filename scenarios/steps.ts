import type { Step } from './types.ts'

/** Returns every step of a scenario, those of procedures and branches included, in the order of the file. */
export const everyStep = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => [step, ...branchesOf(step).flatMap((steps) => everyStep(steps))])

const branchesOf = (step: Step): (readonly Step[])[] => {
  if ('selectProcedure' in step) return step.selectProcedure.map((procedure) => procedure.steps ?? [])
  if ('reject' in step) return []
  return [step.otherwise, step.expired, 'decoupled' in step ? step.tooFast : undefined].map((given) =>
    given === undefined ? [] : 'reject' in given ? [given] : given,
  )
}
