import { BodyTooLarge, type HttpRequest } from '../../core/http-request.ts'
import { FORM_TYPE } from '../../http/read-request.ts'
import type { Exchange } from '../../world/exchange.ts'

/** The fields of the bank's forms; fields that were not sent are omitted. */
export interface Form {
  state?: string
  user?: string
  pin?: string
  session?: string
  decision?: string
  lang?: string
}

const FIELDS = ['state', 'user', 'pin', 'session', 'decision', 'lang'] as const

/** Far more than six short fields need. */
const MAX_BYTES = 8 * 1024

/** The reason for which a body is not a usable form. */
export type FormProblem = 'not-a-form' | 'too-large'

/**
 * Reads a posted form and stores it in the exchange for the journal. Returns the problem if there is no form. Throws a
 * RequestAborted if the browser closes the connection before the end.
 */
export const readForm = async (
  exchange: Pick<Exchange, 'request' | 'sent' | 'sentText'>,
): Promise<Form | FormProblem> => {
  const { request } = exchange
  const [mediaType = ''] = (request.header('content-type') ?? '').split(';', 1)
  if (mediaType.trim().toLowerCase() !== FORM_TYPE) return 'not-a-form'
  const text = await readText(request)
  if (text === undefined) return 'too-large'
  const sent = new URLSearchParams(text)
  exchange.sent = Object.fromEntries(sent)
  exchange.sentText = text
  const form: Form = {}
  for (const field of FIELDS) {
    const value = sent.get(field)
    if (value !== null) form[field] = value
  }
  return form
}

/** Returns undefined if the body is too large. */
const readText = async (request: HttpRequest): Promise<string | undefined> => {
  try {
    return await request.readText(MAX_BYTES)
  } catch (error) {
    if (error instanceof BodyTooLarge) return undefined
    throw error
  }
}
