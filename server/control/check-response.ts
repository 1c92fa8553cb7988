import type { Validator } from '../core/request-problem.ts'
import type { HostResponse } from '../world/exchange.ts'
import type { ControlOperation } from './endpoints.ts'

/** Throws if a response is not as the control API's document describes it. */
export const checkResponse = async (
  id: string,
  operation: ControlOperation,
  { status, body, text }: HostResponse,
): Promise<void> => {
  const documented: Readonly<Record<string, string | null>> = operation.responses
  const schema = documented[String(status)]
  if (text === undefined ? schema === null && body === undefined : await describesText(operation, status)) return
  const validators: Record<string, Validator | undefined> = { ...(await import('./generated/control.responses.js')) }
  const validate = schema === undefined || schema === null ? undefined : validators[schema]
  if (validate?.(JSON.parse(JSON.stringify(body ?? null)))) return
  const why = validate?.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ')
  throw new Error(`${id} responded ${status} that the control API's document does not describe: ${why ?? ''}`)
}

/** The part of the document that describes media types. */
interface Described {
  paths: Record<string, Record<string, { responses: Record<string, { description: string; content?: object }> }>>
}

const describesText = async ({ path, method }: ControlOperation, status: number): Promise<boolean> => {
  const { paths }: Described = (await import('./openapi.json', { with: { type: 'json' } })).default
  return 'text/plain' in (paths[path]?.[method.toLowerCase()]?.responses[status]?.content ?? {})
}
