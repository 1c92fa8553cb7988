import { everyStep } from './steps.ts'
import type { Scenario } from './types.ts'

export type Approach = 'embedded' | 'redirect' | 'decoupled'

/** Returns the approach of a scenario; of mixed ones, the approach that the client must be prepared for from the start. */
export const approachOf = ({ steps }: Scenario): Approach => {
  const every = everyStep(steps)
  if (every.some((step) => 'redirect' in step)) return 'redirect'
  return every.some((step) => 'decoupled' in step) ? 'decoupled' : 'embedded'
}

const DEMO_BANKS = { embedded: 'DEMO0001', redirect: 'DEMO0002', decoupled: '00000000' } as const

/** Returns the BLZ of the demo bank with the scenario's approach. */
export const demoBankOf = (scenario: Scenario): string => DEMO_BANKS[approachOf(scenario)]
