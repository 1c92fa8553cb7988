import { downloadLabel, updateLabel } from './outcome-story.ts'
import { codeOf, decisionIn, oddReturn, quoted, rejectionIn, spoken, times } from './sentences.ts'
import type { Branch, Scenario, Step } from './types.ts'

interface Edge {
  from: string
  to: string
  label: string
}

/** A scenario as a state diagram in Mermaid's language, drawn from its data. */
export const stateDiagram = (scenario: Scenario): string => {
  const states: { id: string; label: string }[] = []
  const edges: Edge[] = []
  const arrow = (from: string, to: string, label: string): void => {
    edges.push({ from, to, label })
  }

  /** Draws the steps from `index` on, unless they are drawn already; answers the state that they begin in. */
  const enter = (steps: readonly Step[], index: number, path: string): string => {
    const step = steps[index]
    if (step === undefined) return state('imported', '201 imported')
    const id = `${path}${index + 1}`
    if (states.some((known) => known.id === id)) return id
    if ('reject' in step) {
      const rejection = rejectionIn(step)
      state(id, `${codeOf(rejection)} ${quoted(rejection.message)}${rejection.locksLogin ? ', login locked' : ''}`)
      arrow(id, END, '')
      return id
    }
    if ('selectProcedure' in step) {
      state(id, 'TWO_STEP_PROCEDURE_REQUIRED')
      for (const [position, procedure] of step.selectProcedure.entries()) {
        const to =
          procedure.steps === undefined
            ? enter(steps, index + 1, path)
            : enter(procedure.steps, 0, `${id}_p${position + 1}_`)
        arrow(id, to, `${procedure.id}${procedure.id === step.default ? ' (by default)' : ''}`)
      }
      return id
    }
    const next = () => enter(steps, index + 1, path)
    const branch = (name: string, given: Branch | undefined, usual: string): string => {
      if (given === undefined) return state(usual, 'BANK_SERVER_REJECTION')
      const inner = 'reject' in given ? [given] : given
      return enter(inner, 0, `${id}_${name}_`)
    }
    if ('challenge' in step) drawChallenge(id, step, next, branch)
    else if ('redirect' in step) drawRedirect(id, step, next, branch)
    else drawDecoupled(id, step, next, branch)
    return id
  }

  type Next = () => string
  type TakeBranch = (name: string, given: Branch | undefined, usual: string) => string

  const drawChallenge = (
    id: string,
    step: Extract<Step, { challenge: unknown }>,
    next: Next,
    branch: TakeBranch,
  ): void => {
    const { attempts = 1, validFor, type } = step.challenge
    state(id, `CHALLENGE_RESPONSE_REQUIRED${type === undefined ? '' : ` ${type}`}`)
    arrow(id, next(), 'right TAN')
    if (attempts > 1) arrow(id, id, `wrong TAN, ${times(attempts - 1, 'time')}`)
    arrow(
      id,
      branch('otherwise', step.otherwise, 'rejected'),
      attempts > 1 ? `wrong TAN number ${attempts}` : 'wrong TAN',
    )
    if (validFor !== undefined) arrow(id, branch('expired', step.expired, 'rejected'), `after ${spoken(validFor)}`)
  }

  const drawRedirect = (
    id: string,
    step: Extract<Step, { redirect: unknown }>,
    next: Next,
    branch: TakeBranch,
  ): void => {
    const { declines, validFor, returns } = step.redirect
    state(id, 'REDIRECT_REQUIRED')
    const odd = oddReturn(step.redirect)
    const refused = branch('otherwise', step.otherwise, 'rejected')
    if (declines) arrow(id, refused, 'user approves, bank declines')
    else if (returns?.error !== undefined) arrow(id, refused, `user returns with ${odd}`)
    else if (returns?.code !== undefined)
      arrow(id, state('rejected', 'BANK_SERVER_REJECTION'), `user returns with ${odd}`)
    else {
      arrow(id, next(), 'user approves and returns')
      if (odd !== undefined) arrow(id, id, `callback with ${odd} is refused`)
    }
    if (returns?.error === undefined) arrow(id, refused, 'user cancels at the bank')
    if (validFor !== undefined) arrow(id, branch('expired', step.expired, 'rejected'), `after ${spoken(validFor)}`)
  }

  const drawDecoupled = (
    id: string,
    step: Extract<Step, { decoupled: unknown }>,
    next: Next,
    branch: TakeBranch,
  ): void => {
    const { declines, byHand, after, validFor, pollInterval } = step.decoupled
    state(id, 'DECOUPLED_AUTH_REQUIRED, once polled DECOUPLED_AUTH_IN_PROGRESS')
    arrow(id, id, 'poll, not decided yet')
    if (byHand && after === undefined) {
      arrow(id, next(), 'user approves by hand')
      arrow(id, branch('otherwise', step.otherwise, 'rejected'), 'user declines by hand')
    } else {
      const to = declines ? branch('otherwise', step.otherwise, 'rejected') : next()
      arrow(id, to, `user ${decisionIn(step.decoupled)}`)
    }
    if (validFor !== undefined) arrow(id, branch('expired', step.expired, 'rejected'), `after ${spoken(validFor)}`)
    if (pollInterval !== undefined) {
      arrow(id, branch('tooFast', step.tooFast, 'rejected'), `poll sooner than ${spoken(pollInterval)}`)
    }
  }

  /** What comes after the 201. */
  const drawOutcome = (): void => {
    const ready = state('ready', 'updateStatus READY')
    arrow('imported', ready, downloadLabel(scenario))
    const update = updateLabel(scenario)
    if (update !== undefined) arrow(ready, ready, update)
    arrow(ready, END, '')
  }

  const state = (id: string, label: string): string => {
    if (!states.some((known) => known.id === id)) states.push({ id, label })
    return id
  }

  const first = enter(scenario.steps, 0, 'step')
  if (states.some(({ id }) => id === 'imported')) drawOutcome()
  if (states.some(({ id }) => id === 'rejected')) arrow('rejected', END, '')
  return [
    'stateDiagram-v2',
    ...states.map(({ id, label }) => `  state "${escaped(label)}" as ${id}`),
    `  ${START} --> ${first} : import`,
    ...edges.map(({ from, to, label }) => `  ${from} --> ${to}${label === '' ? '' : ` : ${escaped(label)}`}`),
    '',
  ].join('\n')
}

const START = '[*]'
const END = '[*]'

/** Mermaid takes quotes, semicolons, colons, braces and markup for its own; as entity codes they are text. */
const escaped = (text: string): string => text.replace(/["#;:<>{}&%\\`]/g, (sign) => `#${sign.codePointAt(0)};`)
