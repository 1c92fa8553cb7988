import type { HonoRequest } from 'hono'

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
  const body = await readBody(request)
  if ('problem' in body) return body.problem
  const sent = new URLSearchParams(body.text)
  const form: Form = {}
  for (const field of fields) {
    const value = sent.get(field)
    if (value !== null) form[field] = value
  }
  return form
}

type Body = { text: string } | { problem: 'too-large' | 'incomplete' }

/** Counts the bytes as they come: a chunked body states no length, and a stated one is only a claim. */
async function readBody(request: HonoRequest): Promise<Body> {
  if (Number(request.header('content-length') ?? 0) > maximumBytes) return { problem: 'too-large' }
  try {
    // Whoever recorded the request may have read it before; then Hono has kept the text.
    if (!request.raw.bodyUsed && !(await bufferBounded(request))) return { problem: 'too-large' }
    return { text: await request.text() }
  } catch {
    return { problem: 'incomplete' } // the browser went away in the middle
  }
}

/** Leaves a request whose body is complete in memory, for us and for whoever reads it later; false if it is too large. */
async function bufferBounded(request: HonoRequest): Promise<boolean> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.raw.body ?? []) {
    size += chunk.byteLength
    if (size > maximumBytes) return false
    chunks.push(chunk)
  }
  request.raw = new Request(request.raw, { body: Buffer.concat(chunks) })
  return true
}
