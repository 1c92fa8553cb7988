import type { ReturnParameters } from './return-url.ts'
import { REDIRECT_CONTEXT_FIELD, type ScaState } from './sca-flow.ts'

/** What another visit's context looks like: one that was never handed out. */
const FOREIGN = '00000000-0000-4000-8000-000000000000'

/** What the bank adds to the client's URL when it sends the user back, with whatever the scenario makes odd about it. */
export const bankAnswer = ({
  step,
  context,
  visit,
}: Extract<ScaState, { status: 'REDIRECT_REQUIRED' }>): ReturnParameters => {
  const odd = step.redirect.returns ?? {}
  const code = visit.stage === 'DECIDED' ? visit.code : undefined
  const parameters: [string, string][] = []
  const state = odd.state === 'foreign' ? FOREIGN : odd.state === 'altered' ? altered(context) : context
  if (odd.state !== 'missing') parameters.push([REDIRECT_CONTEXT_FIELD, state])
  if (odd.error !== undefined) parameters.push(['error', odd.error])
  else if (odd.code !== 'missing') parameters.push(['code', odd.code === 'foreign' ? FOREIGN : (code ?? FOREIGN)])
  return parameters
}

/** The same text but for its last character. */
const altered = (text: string): string => text.slice(0, -1) + (text.endsWith('0') ? '1' : '0')
