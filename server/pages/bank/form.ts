import type { HonoRequest } from 'hono'
import { FinApiError } from '../../access/errors.ts'
import { readBody } from '../../http/read-body.ts'

/** What the bank's forms send; a field that did not come is left out. */
export interface Form {
  state?: string
  user?: string
  pin?: string
  session?: string
  decision?: string
  lang?: string
}

const fields = ['state', 'user', 'pin', 'session', 'decision', 'lang'] as const

// Six short fields. What is larger was not typed into our pages.
const maximumBytes = 8 * 1024

/** The posted form, or why there is none. */
export async function readForm(request: HonoRequest): Promise<Form | 'not-a-form' | 'too-large' | 'incomplete'> {
  const [mediaType = ''] = (request.header('content-type') ?? '').split(';', 1)
  if (mediaType.trim().toLowerCase() !== 'application/x-www-form-urlencoded') return 'not-a-form'
  const body = await readText(request.raw)
  if (typeof body === 'string') return body
  const sent = new URLSearchParams(body.text)
  const form: Form = {}
  for (const field of fields) {
    const value = sent.get(field)
    if (value !== null) form[field] = value
  }
  return form
}

/** The text of the body, or why there is none. */
const readText = async (request: Request): Promise<{ text: string } | 'too-large' | 'incomplete'> => {
  try {
    return { text: await readBody(request, maximumBytes) }
  } catch (error) {
    // Anything but our own refusal means that the browser went away in the middle.
    return error instanceof FinApiError ? 'too-large' : 'incomplete'
  }
}
