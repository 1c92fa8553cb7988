import { skip } from '../rule.ts'
import type { Session } from './session.ts'
import type { Purpose } from './target.ts'

/** Counts a request. Skips the rule if the budget is spent. */
export const spend = ({ settings, sent, notices }: Session, purpose: Purpose): void => {
  const limit = purpose === 'rules' ? settings.budget.requests : settings.budget.cleanup
  if (sent[purpose] < limit) {
    sent[purpose] += 1
    return
  }
  const reason = `the budget of ${limit} requests for ${purpose === 'rules' ? 'the rules' : 'cleaning up'} is spent`
  if (sent[purpose] === limit) notices.note(reason)
  // Noted once, however many requests follow.
  sent[purpose] = limit + 1
  skip(reason)
}
