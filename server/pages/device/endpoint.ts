import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { opensControl } from '../../core/control-token.ts'
import { OWN_PREFIX } from '../../core/own-paths.ts'
import type { Language } from '../../core/text.ts'
import { BodyTooLarge, readBody } from '../../http/read-body.ts'
import type { PsuAction } from '../../sca/sca-flow.ts'
import type { Endpoint } from '../../world/endpoint.ts'
import { createPsu, type Psu, PsuError } from '../../world/psu.ts'
import { redirectTo, respondWithPage } from '../answers.ts'
import { chooseLanguage } from '../language.ts'
import { toHostResponse } from '../to-host-response.ts'
import { devicePage, lockedPage } from './device-page.ts'
import { cspHash as liveScriptHash } from './generated/live.client.js.ts'

const COOKIE = 'finapi-mock-control'
const ACTIONS: readonly string[] = ['approve', 'decline', 'expire'] satisfies PsuAction[]
/** In bytes, for a form of four short fields. */
const MAX_FORM = 8 * 1024

export const DEVICE_PATH = `${OWN_PREFIX}/device`

/** Creates the endpoint of the PSU's device: pushes to approve, TANs to read, banks to visit. */
export const createDeviceEndpoint = ({ controlToken }: { controlToken: string | undefined }): Endpoint => {
  const pages = devicePages(controlToken)
  return {
    operation: undefined,
    version: undefined,
    facts: {},
    hasRequestId: false,
    isObserved: false,
    storesBody: false,
    contract: undefined,
    describeCaller: () => ({ userId: undefined, clientId: undefined }),
    identify: () => undefined,
    run: async ({ request, world, baseUrl }) =>
      toHostResponse(await pages.fetch(request, { psu: createPsu(world, () => baseUrl) })),
    writeError: async (error) => {
      console.error(error)
      return { status: 500, text: 'Internal Server Error' }
    },
    checkResponse: async () => undefined,
  }
}

interface DeviceEnv {
  Bindings: { readonly psu: Psu }
}

type DeviceContext = Context<DeviceEnv>

const devicePages = (controlToken: string | undefined): Hono<DeviceEnv> => {
  const pages = new Hono<DeviceEnv>({ getPath: () => '/' })

  pages.get('/', (c) => {
    const language = readLanguage(c, c.req.query('lang'))
    if (!opensControl(getCookie(c, COOKIE), controlToken)) return respondWithPage(c, lockedPage(language), 401)
    return showPending(c, language)
  })

  pages.post('/', async (c) => {
    const form = await readForm(c.req.raw)
    const language = readLanguage(c, form.get('lang') ?? undefined)
    if (!opensControl(getCookie(c, COOKIE), controlToken)) return unlock(c, form.get('token'), language)
    const isDone = act(c.env.psu, form.get('action') ?? '', form.get('hash') ?? '')
    return redirectTo(c, `device?lang=${language}${isDone ? '' : '&gone'}`)
  })

  const unlock = (c: DeviceContext, token: string | null, language: Language): Promise<Response> | Response => {
    if (!opensControl(token ?? undefined, controlToken)) return respondWithPage(c, lockedPage(language), 401)
    setCookie(c, COOKIE, token ?? '', { httpOnly: true, sameSite: 'Strict', path: '/' })
    return redirectTo(c, `device?lang=${language}`)
  }

  return pages
}

const showPending = (c: DeviceContext, language: Language): Promise<Response> => {
  const pending = c.env.psu.list({}, language)
  const isGone = c.req.query('gone') !== undefined
  return respondWithPage(c, devicePage({ language, pending, isGone }), 200, {}, [
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
const readForm = async (request: Request): Promise<URLSearchParams> => {
  try {
    return new URLSearchParams(await readBody(request, MAX_FORM))
  } catch (error) {
    if (error instanceof BodyTooLarge) return new URLSearchParams()
    throw error
  }
}

const readLanguage = (c: DeviceContext, chosen: string | undefined): Language =>
  chooseLanguage(chosen, c.req.header('accept-language'))
