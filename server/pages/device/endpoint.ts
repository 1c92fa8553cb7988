import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { opensControl, toDeviceKey } from '../../core/control-token.ts'
import { BodyTooLarge, type HttpRequest } from '../../core/http-request.ts'
import { OWN_PREFIX } from '../../core/own-paths.ts'
import type { Language } from '../../core/text.ts'
import { type ControlAccess, describeForeignRequest } from '../../http/foreign-request.ts'
import type { PsuAction } from '../../sca/sca-flow.ts'
import type { Endpoint } from '../../world/endpoint.ts'
import type { HostResponse } from '../../world/exchange.ts'
import { createPsu, type Psu, PsuError } from '../../world/psu.ts'
import { COMMON_HEADERS, redirectTo, respondWithPage } from '../answers.ts'
import { chooseLanguage } from '../language.ts'
import { toHostResponse } from '../to-host-response.ts'
import { toPageRequest } from '../to-page-request.ts'
import { devicePage, lockedPage } from './device-page.ts'
import { cspHash as liveScriptHash } from './generated/live.client.js.ts'

const COOKIE = 'finapi-mock-control'
const ACTIONS: readonly string[] = ['approve', 'decline', 'expire'] satisfies PsuAction[]
/** In bytes, for a form of four short fields. */
const MAX_FORM = 8 * 1024

export const DEVICE_PATH = `${OWN_PREFIX}/device`

/** Creates the endpoint of the PSU's device: pushes to approve, TANs to read, banks to visit. */
export const createDeviceEndpoint = (access: ControlAccess): Endpoint => {
  const pages = devicePages(access)
  return {
    operation: undefined,
    version: undefined,
    facts: {},
    hasRequestId: false,
    isObserved: false,
    storesBody: false,
    contract: undefined,
    describeCaller: () => ({ userId: undefined, clientId: undefined }),
    identify: ({ request }) => {
      const reason = describeForeignRequest(request, access)
      if (reason !== undefined) throw new ForeignRequest(reason)
    },
    run: async ({ request, world, baseUrl }) => {
      const form = request.method === 'POST' ? await readForm(request) : new URLSearchParams()
      return toHostResponse(
        await pages.fetch(toPageRequest(request), { form, psu: createPsu(world, () => baseUrl), baseUrl }),
      )
    },
    writeError: async (error) => {
      if (error instanceof ForeignRequest) return writeText(403, error.message)
      console.error(error)
      return writeText(500, 'Internal Server Error')
    },
    checkResponse: async () => undefined,
  }
}

/** A request that a foreign page sent. */
class ForeignRequest extends Error {
  override readonly name = 'ForeignRequest'
}

const writeText = (status: number, text: string): HostResponse => ({
  status,
  headers: { ...COMMON_HEADERS, 'Content-Type': 'text/plain; charset=utf-8' },
  text,
})

interface DeviceEnv {
  Bindings: { readonly form: URLSearchParams; readonly psu: Psu; readonly baseUrl: string }
}

type DeviceContext = Context<DeviceEnv>

const devicePages = ({ controlToken, publicUrl }: ControlAccess): Hono<DeviceEnv> => {
  const deviceKey = controlToken === undefined ? undefined : toDeviceKey(controlToken)
  const isOpen = (c: DeviceContext): boolean => opensControl(getCookie(c, COOKIE), deviceKey)
  const pages = new Hono<DeviceEnv>({ getPath: () => '/' })

  pages.get('/', (c) => {
    const language = readLanguage(c, c.req.query('lang'))
    return isOpen(c) ? showPending(c, language) : respondWithPage(c, lockedPage(language), 401, SAME_ORIGIN)
  })

  pages.post('/', (c) => {
    const { form } = c.env
    const language = readLanguage(c, form.get('lang') ?? undefined)
    if (!isOpen(c)) return unlock(c, form.get('token'), language)
    const isDone = act(c.env.psu, form.get('action') ?? '', form.get('hash') ?? '')
    return redirectTo(c, `device?lang=${language}${isDone ? '' : '&gone'}`)
  })

  const unlock = (c: DeviceContext, token: string | null, language: Language): Promise<Response> | Response => {
    if (!opensControl(token ?? undefined, controlToken)) {
      return respondWithPage(c, lockedPage(language), 401, SAME_ORIGIN)
    }
    setCookie(c, COOKIE, deviceKey ?? '', { httpOnly: true, sameSite: 'Strict', path: readPath(c) })
    return redirectTo(c, `device?lang=${language}`)
  }

  /** Returns the path of this page in the browser: below the path of the public URL only if that is the one in use. */
  const readPath = (c: DeviceContext): string => {
    const { pathname } = new URL(c.req.url)
    const isPublic = publicUrl !== undefined && c.req.header('origin') === new URL(publicUrl).origin
    return isPublic ? new URL(`${c.env.baseUrl}${DEVICE_PATH}`).pathname : pathname
  }

  return pages
}

/** Without a referrer, browsers would send the page's own forms with `Origin: null`. */
const SAME_ORIGIN = { 'Referrer-Policy': 'same-origin' }

const showPending = (c: DeviceContext, language: Language): Promise<Response> => {
  const pending = c.env.psu.list({}, language)
  const isGone = c.req.query('gone') !== undefined
  return respondWithPage(c, devicePage({ language, pending, isGone }), 200, SAME_ORIGIN, [
    `script-src ${liveScriptHash}`,
    "connect-src 'self'",
  ])
}

/** Returns whether the action was still possible. */
const act = (psu: Psu, action: string, hash: string): boolean => {
  if (!isAction(action)) return false
  try {
    psu[action]({ hash })
    return true
  } catch (error) {
    if (error instanceof PsuError) return false
    throw error
  }
}

const isAction = (text: string): text is PsuAction => ACTIONS.includes(text)

/** Reads a posted form; a larger body counts as an empty form. */
const readForm = async (request: HttpRequest): Promise<URLSearchParams> => {
  try {
    return new URLSearchParams(await request.readText(MAX_FORM))
  } catch (error) {
    if (error instanceof BodyTooLarge) return new URLSearchParams()
    throw error
  }
}

const readLanguage = (c: DeviceContext, chosen: string | undefined): Language =>
  chooseLanguage(chosen, c.req.header('accept-language'))
