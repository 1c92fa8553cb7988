import type { ReturnParameters } from './return-url.ts'
import { REDIRECT_CONTEXT_FIELD, type ScaState } from './sca-flow.ts'

/** A context or code that no flow has. */
const FOREIGN = '00000000-0000-4000-8000-000000000000'

/** Returns the parameters that the bank adds to the client's URL; the scenario may falsify them. */
export const returnParameters = ({
  step,
  context,
  visit,
}: Extract<ScaState, { status: 'REDIRECT_REQUIRED' }>): ReturnParameters => {
  const odd = step.redirect.returns ?? {}
  const code = visit.stage === 'DECIDED' ? visit.code : undefined
  const parameters: [string, string][] = []
  const state = odd.state === 'foreign' ? FOREIGN : odd.state === 'altered' ? changeLastCharacter(context) : context
  if (odd.state !== 'missing') parameters.push([REDIRECT_CONTEXT_FIELD, state])
  if (odd.error !== undefined) parameters.push(['error', odd.error])
  else if (odd.code !== 'missing') parameters.push(['code', odd.code === 'foreign' ? FOREIGN : (code ?? FOREIGN)])
  return parameters
}

const changeLastCharacter = (text: string): string => text.slice(0, -1) + (text.endsWith('0') ? '1' : '0')
