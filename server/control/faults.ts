import { readFaultSpec } from '../faults/fault-spec.ts'
import { ControlError, type ControlExchange, type ControlHandlers, readId } from './exchange.ts'

export const faultHandlers: ControlHandlers = {
  listFaults: ({ world }) => ({ status: 200, body: { faults: world.faults.all() } }),

  addFault: ({ world, body }) => ({ status: 201, body: world.faults.add(readFaultSpec(body)) }),

  clearFaults: ({ world }) => {
    world.faults.clear()
    return { status: 204 }
  },

  getFault: (exchange) => {
    const id = readId(exchange)
    const fault = exchange.world.faults.all().find((candidate) => candidate.id === id)
    if (fault === undefined) throw noFault(exchange)
    return { status: 200, body: fault }
  },

  removeFault: (exchange) => {
    if (!exchange.world.faults.remove(readId(exchange))) throw noFault(exchange)
    return { status: 204 }
  },
}

const noFault = ({ pathValue }: ControlExchange): ControlError =>
  new ControlError(404, `there is no fault ${pathValue}; GET /_mock/faults lists those of this world`, 'id')
