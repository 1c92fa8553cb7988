import { listOperations, listResponseTypes } from '../../contracts/openapi/document.ts'
import type { FindValidator } from '../../contracts/openapi/response-validators.ts'
import type { HostResponse } from '../world/exchange.ts'

/** Throws if a response violates the control API's document. */
export const checkResponse = async (
  id: string,
  documented: Readonly<Record<string, string | null>>,
  { status, headers, body, text }: HostResponse,
): Promise<void> => {
  const schema = documented[String(status)]
  const isJson = text !== undefined && headers?.['Content-Type'] === 'application/json'
  if (text === undefined ? schema === null && body === undefined : !isJson && (await allowsText(id, status))) return
  const validate = schema === undefined || schema === null ? undefined : (await loadResponseValidators())(schema)
  if (validate?.(JSON.parse(isJson ? text : JSON.stringify(body ?? null)))) return
  const reason = validate?.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ')
  throw new Error(`${id} responded ${status} in violation of the control API's document: ${reason ?? ''}`)
}

let responseValidators: Promise<FindValidator> | undefined

const loadResponseValidators = (): Promise<FindValidator> => {
  responseValidators ??= createValidators()
  return responseValidators
}

const createValidators = async (): Promise<FindValidator> => {
  const [{ document }, { createResponseValidators }] = await Promise.all([
    import('./generated/control.document.ts'),
    import('../../contracts/openapi/response-validators.ts'),
  ])
  return createResponseValidators(document)
}

const allowsText = async (id: string, status: number): Promise<boolean> => {
  const { document } = await import('./generated/control.document.ts')
  const operation = listOperations(document).find(({ operationId }) => operationId === id)
  return operation !== undefined && listResponseTypes(operation.operation, status).includes('text/plain')
}
