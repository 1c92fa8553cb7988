import type { ApiVersion } from '../../../contracts/openapi/api-types.ts'
import type { WireBody, WireRequest } from '../define-operation.ts'
import { badRequest } from '../errors.ts'

export const readApiVersion = ({ body }: WireRequest<'v2', 'switchApiVersion'>): ApiVersion => {
  const version = VERSIONS[body.apiVersion.toUpperCase()]
  if (version === undefined) throw badRequest(`apiVersion must be V1 or V2, but is '${body.apiVersion}'.`)
  return version
}

const VERSIONS: Readonly<Record<string, ApiVersion>> = { V1: 'v1', V2: 'v2' }

export const writeSwitchedVersion = (version: ApiVersion): WireBody<'v2', 'switchApiVersion'> => ({
  message: `API version switched to ${version.toUpperCase()}.`,
})
