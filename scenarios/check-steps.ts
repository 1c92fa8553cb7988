import { requireDuration } from '../server/core/duration.ts'
import { type InnerProblem, type Path, suggestName } from './problem.ts'
import { canPass } from './steps.ts'
import type { Branch, DecoupledStep, SelectProcedureStep, Step } from './types.ts'

/** The position of steps in a file, and the longest duration of the whole authentication. */
interface Place {
  readonly path: Path
  readonly lifetime: string
}

const inside = ({ path, lifetime }: Place, ...inner: Path): Place => ({ path: [...path, ...inner], lifetime })

/** Reports steps, branches and times that can never happen, and procedures that do not exist. */
export const checkSteps = (steps: readonly Step[], place: Place): InnerProblem[] => [
  ...checkReachable(steps, place),
  ...steps.flatMap((step, index) => checkStep(step, inside(place, index))),
]

const checkReachable = (steps: readonly Step[], { path }: Place): InnerProblem[] => {
  const last = steps.findIndex((step) => !canPass(step))
  if (last < 0 || last === steps.length - 1) return []
  const message = `never happens, because nothing gets past step ${last + 1}; remove it, or move it up`
  return [{ path: [...path, last + 1], message }]
}

const checkStep = (step: Step, place: Place): InnerProblem[] => {
  if ('reject' in step) return []
  if ('selectProcedure' in step) return checkSelection(step, place)
  const branches = [
    ...checkBranch(step.otherwise, inside(place, 'otherwise')),
    ...checkBranch(step.expired, inside(place, 'expired')),
  ]
  if ('challenge' in step)
    return [...checkTime(step.challenge.validFor, inside(place, 'challenge', 'validFor')), ...branches]
  if ('redirect' in step)
    return [...checkTime(step.redirect.validFor, inside(place, 'redirect', 'validFor')), ...branches]
  return [...checkDecoupled(step, place), ...branches, ...checkBranch(step.tooFast, inside(place, 'tooFast'))]
}

const checkBranch = (branch: Branch | undefined, place: Place): InnerProblem[] =>
  branch === undefined || 'reject' in branch ? [] : checkSteps(branch, place)

/** Reports a time that is over at once, or that the authentication as a whole does not last. */
const checkTime = (time: string | undefined, { path, lifetime }: Place): InnerProblem[] => {
  if (time === undefined) return []
  if (requireDuration(time) === 0) return [{ path, message: 'must be longer than PT0S' }]
  if (requireDuration(time) < requireDuration(lifetime)) return []
  const message = `${time} is never reached, because the hash expires after ${lifetime}; give the scenario a longer validFor`
  return [{ path, message }]
}

const checkDecoupled = (step: DecoupledStep, place: Place): InnerProblem[] => {
  const { validFor, after, pollInterval } = step.decoupled
  const own = inside(place, 'decoupled')
  return [
    ...checkTime(validFor, inside(own, 'validFor')),
    ...checkTime(after, inside(own, 'after')),
    ...checkTime(pollInterval, inside(own, 'pollInterval')),
    ...checkDeciders(step, own),
    ...checkLateDecision(step, own),
    ...(step.tooFast !== undefined && pollInterval === undefined
      ? [
          {
            path: [...place.path, 'tooFast'],
            message: "never happens without 'pollInterval'; add it to decoupled, or remove this",
          },
        ]
      : []),
  ]
}

const checkDeciders = (
  { decoupled: { after, afterPolls, byHand } }: DecoupledStep,
  { path }: Place,
): InnerProblem[] => {
  const given = Object.entries({ after, afterPolls, byHand: byHand || undefined })
  const deciders = given.filter(([, value]) => value !== undefined).map(([key]) => key)
  return deciders.length < 2 ? [] : [{ path, message: `${deciders.join(' and ')} exclude each other; keep one` }]
}

/** Reports a decision that always comes too late, unless the branch `expired` shows that this is meant. */
const checkLateDecision = ({ decoupled, expired }: DecoupledStep, { path }: Place): InnerProblem[] => {
  const { after, validFor } = decoupled
  if (after === undefined || validFor === undefined || expired !== undefined) return []
  if (requireDuration(after) < requireDuration(validFor)) return []
  const message = `${after} is always too late, because the PSU has only ${validFor} (validFor); give a longer validFor, or add the branch 'expired' if this is meant`
  return [{ path: [...path, 'after'], message }]
}

const checkSelection = ({ selectProcedure: procedures, default: preset }: SelectProcedureStep, place: Place) => {
  const ids = procedures.map(({ id }) => id)
  const known = new Set<string>()
  const problems: InnerProblem[] = ids.flatMap((id, index) => {
    if (!known.has(id)) {
      known.add(id)
      return []
    }
    const path = [...place.path, 'selectProcedure', index, 'id']
    return [{ path, message: `the procedure '${id}' is listed twice; give this one another id` }]
  })
  if (preset !== undefined && !ids.includes(preset)) {
    const message = `there is no procedure '${preset}'${suggestName(preset, ids)}`
    problems.push({ path: [...place.path, 'default'], message })
  }
  const branches = procedures.flatMap(({ steps = [] }, index) =>
    checkSteps(steps, inside(place, 'selectProcedure', index, 'steps')),
  )
  return [...problems, ...branches]
}
