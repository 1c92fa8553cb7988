import type { Walk } from '../walker.ts'
import { aroundWalks } from './around.ts'
import { decoupledWalks } from './decoupled.ts'
import { demoWalks } from './demo.ts'
import { embeddedWalks } from './embedded.ts'
import { outcomeWalks } from './outcome.ts'
import { redirectWalks } from './redirect.ts'

/** The walk of each scenario, by its name. */
export const walks: Readonly<Record<string, Walk>> = {
  ...demoWalks,
  ...embeddedWalks,
  ...redirectWalks,
  ...decoupledWalks,
  ...aroundWalks,
  ...outcomeWalks,
}
