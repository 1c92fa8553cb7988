import { lintText, lintWorld } from '../observe/lint/lint.ts'
import { type ControlHandlers, queryOf } from './exchange.ts'

/** The mistakes of a client, by the exchanges of the journal. */
export const lintHandlers: ControlHandlers = {
  lintClient: (exchange) => {
    const report = lintWorld(exchange.world)
    const { format } = queryOf(exchange, 'lintClient')
    return format === 'text' ? { status: 200, text: lintText(report) } : { status: 200, body: report }
  },
}
