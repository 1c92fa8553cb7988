import type { ApiVersion } from '../../contracts/openapi/api-types.ts'
import type { HostResponse } from '../world/exchange.ts'
import type { OperationContract } from './contract.ts'
import { loadResponseValidator } from './validators.ts'

/** The schemas of errors that any operation may respond with, documented or not, such as those of a bad token. */
const GENERAL_ERRORS: Readonly<Record<number, string>> = {
  400: 'ErrorMessage',
  401: 'BadCredentialsError',
  403: 'ErrorMessage',
  404: 'ErrorMessage',
  405: 'ErrorMessage',
  413: 'ErrorMessage',
  415: 'ErrorMessage',
}

/** Throws if a response breaks the contract of its version: an undocumented status, or a body of another schema. */
export const checkResponse = async (
  version: ApiVersion,
  operationId: string,
  { responses }: OperationContract,
  { status, body }: HostResponse,
): Promise<void> => {
  const documented = responses[status]
  const schema = documented === undefined ? GENERAL_ERRORS[status] : documented
  if (schema === undefined) throw new Error(`${operationId} responded ${status}, which ${version} does not document`)
  if (schema === null) {
    if (body !== undefined) throw new Error(`${operationId} responded ${status} with a body`)
    return
  }
  const validate = await loadResponseValidator(version, schema)
  // JSON leaves undefined properties out, so the body is checked as it is sent.
  const sent: unknown = JSON.parse(JSON.stringify(body ?? null))
  if (validate(sent)) return
  const problems = validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ')
  throw new Error(`${operationId} responded ${status} that breaks schema ${schema} of ${version}: ${problems}`)
}
