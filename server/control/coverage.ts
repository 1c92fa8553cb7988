import { coverageText } from '../observe/coverage/coverage.ts'
import { type ControlHandlers, queryOf } from './exchange.ts'

/** What of strong customer authentication was met in a world. */
export const coverageHandlers: ControlHandlers = {
  reportCoverage: (exchange) => {
    const report = exchange.world.coverage.report()
    const { format } = queryOf(exchange, 'reportCoverage')
    return format === 'text' ? { status: 200, text: coverageText(report) } : { status: 200, body: report }
  },

  clearCoverage: ({ world }) => {
    world.coverage.clear()
    return { status: 204 }
  },
}
