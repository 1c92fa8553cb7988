import { lintText, lintWorld } from '../observe/lint/lint.ts'
import { type ControlHandlers, queryOf } from './exchange.ts'

/** What the journal shows that a client should do otherwise. */
export const lintHandlers: ControlHandlers = {
  lintClient: (exchange) => {
    const report = lintWorld(exchange.world)
    const { format } = queryOf(exchange, 'lintClient')
    return format === 'text' ? { status: 200, text: lintText(report) } : { status: 200, body: report }
  },
}
