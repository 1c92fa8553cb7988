import type { Context } from 'hono'
import { InputError } from '../input.ts'
import { readBody } from '../middleware/read-body.ts'
import { ControlError } from './exchange.ts'

/** The JSON body of a request. Throws an InputError where it is none. */
export const jsonBody = async (c: Context): Promise<unknown> => {
  const text = await readBody(c.req.raw)
  try {
    return JSON.parse(text)
  } catch {
    throw new InputError('The request body must be JSON')
  }
}

/** The query as one object; each parameter may be given once. */
export const queryFields = (c: Context): Record<string, string> => {
  const fields: Record<string, string> = {}
  for (const [name, value] of new URL(c.req.url).searchParams) {
    if (name in fields) throw new InputError(`${name} may be given only once`, name)
    fields[name] = value
  }
  return fields
}

/** How the control API answers what cannot be used: what would be right, and in which field. */
export const answerControlError = (error: Error, c: Context): Response => {
  if (error instanceof InputError) return c.json({ message: error.message, field: error.field }, 400)
  if (error instanceof ControlError) {
    const { message, field } = error
    return Response.json({ message, field }, { status: error.status })
  }
  throw error
}

/** What is not there. */
export const answerMissing = (c: Context, message: string): Response => c.json({ message }, 404)

/** A number in a path. */
export const numberIn = (c: Context, name: string): number => {
  const text = c.req.param(name) ?? ''
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new InputError(`${name} must be a whole number, but is '${text}'`, name)
}
