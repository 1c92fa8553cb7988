import { formatCoverage } from '../observe/coverage/coverage.ts'
import { type ControlHandlers, readQuery } from './exchange.ts'

export const coverageHandlers: ControlHandlers = {
  getCoverage: (exchange) => {
    const report = exchange.world.coverage.report()
    const { format } = readQuery(exchange, 'getCoverage')
    return format === 'text' ? { status: 200, text: formatCoverage(report) } : { status: 200, body: report }
  },

  clearCoverage: ({ world }) => {
    world.coverage.clear()
    return { status: 204 }
  },
}
