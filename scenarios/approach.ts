import { everyStep } from './steps.ts'
import type { Scenario } from './types.ts'

export type Approach = 'embedded' | 'redirect' | 'decoupled'

/** How the user authenticates in a scenario; of mixed ones, what the client has to be prepared for from the start. */
export const approachOf = ({ steps }: Scenario): Approach => {
  const every = everyStep(steps)
  if (every.some((step) => 'redirect' in step)) return 'redirect'
  return every.some((step) => 'decoupled' in step) ? 'decoupled' : 'embedded'
}

const DEMO_BANKS = { embedded: 'DEMO0001', redirect: 'DEMO0002', decoupled: '00000000' } as const

/** The BLZ of the demo bank that shows the scenario's approach. */
export const demoBankOf = (scenario: Scenario): string => DEMO_BANKS[approachOf(scenario)]
