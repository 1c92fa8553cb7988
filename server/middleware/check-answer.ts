import type { Answer, Exchange } from '../exchange.ts'

/**
 * Throws where an answer breaks the contract of its API version: an undocumented status, or a body that is not of the
 * documented schema. 404, 405, 413 and 415 are answered for requests that no operation documents.
 */
export const checkAnswer = async ({ api, operation, operationId }: Exchange, answer: Answer): Promise<void> => {
  const documented = operation.responses[answer.status]
  if (documented === undefined && ![404, 405, 413, 415].includes(answer.status)) {
    throw new Error(`${operationId} answered ${answer.status}, which ${api.version} does not document`)
  }
  const schema = documented === undefined ? 'ErrorMessage' : documented
  if (schema === null) {
    if (answer.body !== undefined) throw new Error(`${operationId} answered ${answer.status} with a body`)
    return
  }
  const validate = (await api.loadAnswerValidators())[schema]
  // What is sent is what counts: JSON leaves undefined properties out.
  const sent: unknown = JSON.parse(JSON.stringify(answer.body ?? null))
  if (validate?.(sent)) return
  const problems = validate?.errors?.map((error) => `${error.instancePath} ${error.message}`).join('; ')
  throw new Error(
    `${operationId} answered ${answer.status} that breaks schema ${schema} of ${api.version}: ${problems}`,
  )
}
