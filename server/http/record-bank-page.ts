import type { Context, MiddlewareHandler } from 'hono'
import { pathOf } from '../core/path-of.ts'
import type { Worlds } from '../world/worlds.ts'
import type { SentAnswer } from './exchange.ts'
import { gatewayPage, injectFault, suspectOf } from './inject-fault.ts'
import { recordExchange } from './record-exchange.ts'
import { FORM_TYPE } from './validate-request.ts'

/** Forms of the bank's pages are short; a longer one is refused and not looked at here. */
const LONGEST_FORM = 8 * 1024

/**
 * Lets the journal see what a user's browser does at the bank, and lets those faults happen whose path names the page.
 * The pages themselves are not kept: they are for people, and they show a PIN that works.
 */
export const recordBankPage =
  (worlds: Worlds): MiddlewareHandler =>
  async (c, next) => {
    const request = c.req.raw
    const { world, path, prefix } = worlds.place(pathOf(request))
    world.clock.runDue()
    const begun = world.clock.now()
    const form = await formOf(request)
    const flow = world.flows.byRedirectContext(form?.sent.state ?? c.req.query('state') ?? '')
    const fault = world.faults.isIdle
      ? undefined
      : world.faults.take(suspectOf(world, request, { operation: undefined, version: undefined, path }))
    const fate =
      fault &&
      (await injectFault(fault, {
        world,
        env: c.env,
        proceed: async () => {
          await next()
          return textOf(c)
        },
        answerError: async ({ status }) => gatewayPage(status),
      }))
    if (fate === undefined) await next()
    recordExchange({
      world,
      request,
      env: c.env,
      begun,
      requestId: undefined,
      version: undefined,
      operation: 'bank-page',
      path,
      baseUrl: new URL(request.url).origin + prefix,
      userId: flow && world.users.get(flow.userKey)?.id,
      clientId: flow?.clientId,
      sent: form?.sent,
      sentSize: form?.size ?? 0,
      stage: fate?.isUntouched ? 'fault' : 'handler',
      error: undefined,
      explanation: undefined,
      flow: flow?.hashes[0],
      schema: undefined,
      fault,
      answer: fate === undefined ? withoutPage(c) : fate.answer && { ...fate.answer, text: undefined },
      cut: fate?.cut,
    })
    // Cleared first, because Hono adds the headers of the answer that was there to the one that replaces it.
    if (fate !== undefined) {
      c.res = undefined
      c.res = fate.send()
    }
  }

const formOf = async (request: Request): Promise<{ sent: Record<string, string>; size: number } | undefined> => {
  if (request.method !== 'POST' || !request.headers.get('content-type')?.startsWith(FORM_TYPE)) return undefined
  const announced = Number(request.headers.get('content-length') ?? Number.NaN)
  if (announced > LONGEST_FORM) return undefined
  try {
    // The page reads the request itself, so this reads a copy.
    const text = await request.clone().text()
    return { sent: Object.fromEntries(new URLSearchParams(text)), size: text.length }
  } catch {
    return undefined
  }
}

const withoutPage = ({ res }: Pick<Context, 'res'>): SentAnswer => ({
  status: res.status,
  headers: Object.fromEntries(res.headers),
  text: undefined,
})

const textOf = async ({ res }: Pick<Context, 'res'>): Promise<SentAnswer> => ({
  ...withoutPage({ res }),
  text: await res.text(),
})
