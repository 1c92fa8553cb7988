import type { Events } from '../core/events.ts'
import type { Explanation } from './explanation.ts'
import type { FlowEvents } from './timelines.ts'

/** The explanation of the engine's last step, for the request that caused it. */
export interface LastStep {
  /** Undefined if there was no step since `clear()`. */
  readonly explanation: Explanation | undefined
  clear(): void
}

export const createLastStep = (events: Pick<Events<FlowEvents>, 'subscribe'>): LastStep => {
  let last: Explanation | undefined
  events.subscribe('flow-step', ({ explanation }) => {
    last = explanation ?? last
  })
  return {
    get explanation() {
      return last
    },
    clear: () => {
      last = undefined
    },
  }
}
