import { MAX_FORM } from './mutate-form.ts'
import { MAX_JSON } from './mutate-json.ts'
import { findOperation } from './operations.ts'
import { type FuzzRequest, type FuzzResponse, findHeader, findOwnPath, isRecord, tryParse } from './request.ts'

/** The part of the server that responds to a path, with its own shape of errors. */
type Host = 'access' | 'control' | 'page'

/** Returns true for a request that faults can hit: to finAPI, or to a page of the bank. */
export const isHitByFaults = ({ path }: FuzzRequest): boolean => {
  const own = findOwnPath(path)
  return own.startsWith('/_mock/bank/') || !(own === '/_mock' || own.startsWith('/_mock/'))
}

const findHost = (request: FuzzRequest): Host => {
  const own = findOwnPath(request.path)
  const method = findMethod(request)
  if (own.startsWith('/_mock/bank/') && BANK_METHODS.includes(method)) return 'page'
  if (own === '/_mock/device' && DEVICE_METHODS.includes(method)) return 'page'
  return own === '/_mock' || own.startsWith('/_mock/') ? 'control' : 'access'
}

/** Returns the method that the server acts upon. */
const findMethod = (request: FuzzRequest): string => {
  const override = findHeader(request, 'x-http-method-override')?.toUpperCase()
  return request.method === 'POST' && (override === 'PATCH' || override === 'DELETE') ? override : request.method
}

/** Methods that browsers know; for others there is no page. */
const BANK_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const DEVICE_METHODS = ['GET', 'HEAD', 'POST']

/** An authentication that goes on, and a bank or an operation that is not supported. */
const ALLOWED_FROM_500 = [501, 510]

/** Returns what is wrong with a response that no fault changed; undefined if nothing is. */
export const findProblem = (request: FuzzRequest, response: FuzzResponse): string | undefined => {
  const host = findHost(request)
  const { status } = response
  if (status >= 500 && !(host === 'access' && ALLOWED_FROM_500.includes(status))) return `unasked ${status}`
  return findShapeProblem(host, request, response) ?? findAccepted(host, request, response)
}

const findShapeProblem = (host: Host, { method }: FuzzRequest, response: FuzzResponse): string | undefined => {
  const { status, headers } = response
  const hasRequestId = (headers.get('x-request-id') ?? '') !== ''
  if (hasRequestId !== (host === 'access')) return `${status} ${hasRequestId ? 'with' : 'without'} X-Request-Id`
  // The response to HEAD has the headers alone.
  if (method === 'HEAD' || status === 204) return undefined
  // The mock itself compares these with the contract.
  if (status < 300) return undefined
  return SHAPES[host](response) ? undefined : `${status} in a shape that ${host} does not have`
}

const isJson = (headers: Headers): boolean => headers.get('content-type')?.startsWith('application/json') ?? false

const SHAPES: Readonly<Record<Host, (response: FuzzResponse) => boolean>> = {
  access: ({ status, headers, text }) => {
    const body = tryParse(text)
    if (!isJson(headers) || !isRecord(body)) return false
    if (status === 401) return typeof body.error === 'string' && typeof body.error_description === 'string'
    if (status === 404 && body.error === 'Not Found') return typeof body.path === 'string' && 'timestamp' in body
    const [first]: unknown[] = Array.isArray(body.errors) ? body.errors : []
    return isRecord(first) && typeof first.code === 'string' && typeof body.requestId === 'string'
  },
  control: ({ status, headers, text }) => {
    const body = tryParse(text)
    if (!isJson(headers) || !isRecord(body)) return false
    if (status === 422) return body.passed === false
    const { message, field, ...others } = body
    const hasField = field === undefined || typeof field === 'string'
    return typeof message === 'string' && message !== '' && hasField && Object.keys(others).length === 0
  },
  page: ({ status, headers, text }) => {
    if (status === 303) return (headers.get('location') ?? '') !== ''
    // No person reads what a request from a foreign page gets.
    if (status === 403) return (headers.get('content-type')?.startsWith('text/plain') ?? false) && text !== ''
    return (headers.get('content-type')?.startsWith('text/html') ?? false) && text.includes('<html')
  },
}

/** Returns what a successful response should have refused. */
const findAccepted = (host: Host, request: FuzzRequest, { status }: FuzzResponse): string | undefined => {
  const { body, operation } = request
  if (status >= 300 || host === 'page' || body === undefined || body.length === 0) return undefined
  const { id, body: expected, method, path } = findOperation(operation)
  // A request that was turned into another one is not read by the rules of its operation.
  const isOther = request.method !== method || findHeader(request, 'x-http-method-override') !== undefined
  if (expected === undefined || isOther || !hasPath(request, path)) return undefined
  const size = Buffer.byteLength(body)
  const limit = expected.mediaType === 'application/json' ? MAX_JSON : MAX_FORM
  if (size > limit && id !== 'restoreSnapshot') return `${status} to a body of ${size} bytes`
  const given = findHeader(request, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (given !== expected.mediaType) return `${status} to a body of type '${given}'`
  return undefined
}

const hasPath = (request: FuzzRequest, path: string): boolean =>
  new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(findOwnPath(request.path))
