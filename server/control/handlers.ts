import { clockHandlers } from './clock.ts'
import { coverageHandlers } from './coverage.ts'
import type { ControlHandlers } from './exchange.ts'
import { faultHandlers } from './faults.ts'
import { flowHandlers } from './flows.ts'
import { journalHandlers } from './journal.ts'
import { lintHandlers } from './lint.ts'
import { psuHandlers } from './psu.ts'
import { scenarioHandlers } from './scenarios.ts'
import { worldHandlers } from './worlds.ts'

/** The handlers of all operations but `health`. */
export const handlers: ControlHandlers = {
  getOpenApi: async () => ({ status: 200, body: (await import('./generated/control.document.ts')).document }),
  ...worldHandlers,
  ...clockHandlers,
  ...psuHandlers,
  ...scenarioHandlers,
  ...faultHandlers,
  ...journalHandlers,
  ...flowHandlers,
  ...lintHandlers,
  ...coverageHandlers,
}
