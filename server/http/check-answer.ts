import type { Answer, Exchange } from './exchange.ts'

/** What any request may meet, whether its operation documents it or not: too long an X-Request-Id, a bad token, … */
const GENERAL_REFUSALS: Readonly<Record<number, string>> = {
  400: 'ErrorMessage',
  401: 'BadCredentialsError',
  403: 'ErrorMessage',
  404: 'ErrorMessage',
  405: 'ErrorMessage',
  413: 'ErrorMessage',
  415: 'ErrorMessage',
}

/**
 * Throws where an answer breaks the contract of its API version: an undocumented status, or a body that is not of the
 * documented schema.
 */
export const checkAnswer = async ({ api, operation, operationId }: Exchange, answer: Answer): Promise<void> => {
  const documented = operation.responses[answer.status]
  const schema = documented === undefined ? GENERAL_REFUSALS[answer.status] : documented
  if (schema === undefined) {
    throw new Error(`${operationId} answered ${answer.status}, which ${api.version} does not document`)
  }
  if (schema === null) {
    if (answer.body !== undefined) throw new Error(`${operationId} answered ${answer.status} with a body`)
    return
  }
  const validate = (await api.loadResponseValidators())(schema)
  // What is sent is what counts: JSON leaves undefined properties out.
  const sent: unknown = JSON.parse(JSON.stringify(answer.body ?? null))
  if (validate?.(sent)) return
  const problems = validate?.errors?.map((error) => `${error.instancePath} ${error.message}`).join('; ')
  throw new Error(
    `${operationId} answered ${answer.status} that breaks schema ${schema} of ${api.version}: ${problems}`,
  )
}
