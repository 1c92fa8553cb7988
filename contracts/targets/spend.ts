import { skip } from '../rule.ts'
import type { Session } from './session.ts'
import type { Purpose } from './target.ts'

/** Counts a request, and refuses it when the budget is spent: the rule that wanted it is skipped with that reason. */
export const spend = ({ settings, sent, notices }: Session, purpose: Purpose): void => {
  const limit = purpose === 'rules' ? settings.budget.requests : settings.budget.cleanup
  if (sent[purpose] < limit) {
    sent[purpose] += 1
    return
  }
  const reason = `the budget of ${limit} requests for ${purpose === 'rules' ? 'the rules' : 'cleaning up'} is spent`
  if (sent[purpose] === limit) notices.note(reason)
  // Said once, however many ask for more.
  sent[purpose] = limit + 1
  skip(reason)
}
