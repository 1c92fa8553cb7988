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
export type FormProblem = 'not-a-form' | 'too-large' | 'incomplete'

/** Reads a posted form and stores it in the exchange for the journal. Returns the problem if there is no form. */
export const readForm = async (
  exchange: Pick<Exchange, 'request' | 'sent' | 'sentText'>,
): Promise<Form | FormProblem> => {
  const { request } = exchange
  const [mediaType = ''] = (request.header('content-type') ?? '').split(';', 1)
  if (mediaType.trim().toLowerCase() !== FORM_TYPE) return 'not-a-form'
  const result = await readText(request)
  if ('problem' in result) return result.problem
  const sent = new URLSearchParams(result.text)
  exchange.sent = Object.fromEntries(sent)
  exchange.sentText = result.text
  const form: Form = {}
  for (const field of FIELDS) {
    const value = sent.get(field)
    if (value !== null) form[field] = value
  }
  return form
}

const readText = async (request: HttpRequest): Promise<{ text: string } | { problem: 'too-large' | 'incomplete' }> => {
  try {
    return { text: await request.readText(MAX_BYTES) }
  } catch (error) {
    // Any other error means that the browser closed the connection.
    return { problem: error instanceof BodyTooLarge ? 'too-large' : 'incomplete' }
  }
}
