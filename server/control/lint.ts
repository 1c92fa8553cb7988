import { formatLint, lintWorld } from '../observe/lint/lint.ts'
import { type ControlHandlers, readQuery } from './exchange.ts'

export const lintHandlers: ControlHandlers = {
  lintClient: (exchange) => {
    const report = lintWorld(exchange.world)
    const { format } = readQuery(exchange, 'lintClient')
    return format === 'text' ? { status: 200, text: formatLint(report) } : { status: 200, body: report }
  },
}
