import { formatLint, lintWorldInSlices } from '../observe/lint/lint.ts'
import { type ControlHandlers, readQuery } from './exchange.ts'

export const lintHandlers: ControlHandlers = {
  lintClient: async (exchange) => {
    const report = await lintWorldInSlices(exchange.world)
    const { format } = readQuery(exchange, 'lintClient')
    return format === 'text' ? { status: 200, text: formatLint(report) } : { status: 200, body: report }
  },
}
