import { actAsPsu, type PsuAction } from '../../server/banking/sca-flow.ts'
import type { World } from '../../server/index.ts'

/** What the user does by hand about a pending authentication: at the bank, or on the device. */
export const actByHand = (world: World, hash: string, action: PsuAction): void => {
  const flow = world.flows.byHash(hash)
  if (flow === undefined || flow.state.status === 'COMPLETED' || flow.state.status === 'REJECTED') {
    throw new Error(`nothing is pending with hash ${hash}`)
  }
  const next = actAsPsu(flow.state, action, world.ids.at(world.clock.now()))
  if (next === undefined) throw new Error(`the user cannot ${action} while the status is ${flow.state.status}`)
  world.flows.setState(flow, next)
}
