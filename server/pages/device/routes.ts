import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { FinApiError } from '../../access/errors.ts'
import { mayControl } from '../../control/access.ts'
import type { Language } from '../../core/text.ts'
import { readBody } from '../../http/read-body.ts'
import type { Settings } from '../../options.ts'
import type { PsuAction } from '../../sca/sca-flow.ts'
import { PsuError } from '../../world/psu.ts'
import type { World } from '../../world/world.ts'
import { answerPage, sendTo } from '../answers.ts'
import { languageOf } from '../language.ts'
import { devicePage, lockedPage } from './device-page.ts'
import { cspHash as liveScriptHash } from './generated/live.client.js.ts'

const COOKIE = 'finapi-mock-control'
const ACTIONS: readonly string[] = ['approve', 'decline', 'expire'] satisfies PsuAction[]
/** Four short fields. */
const LARGEST_FORM = 8 * 1024

/** The user's phone as a page: pushes to approve, TANs to read, banks to visit. */
export const deviceRoutes = (worldOf: (c: Context) => World, settings: Settings): Hono => {
  const routes = new Hono()

  routes.get('/', (c) => {
    const language = requestedLanguage(c, c.req.query('lang'))
    if (!mayControl(getCookie(c, COOKIE), settings)) return answerPage(c, lockedPage(language), 401)
    return show(c, language, c.req.query('gone') !== undefined)
  })

  routes.post('/', async (c) => {
    const form = await readForm(c.req.raw)
    const language = requestedLanguage(c, form.get('lang') ?? undefined)
    if (!mayControl(getCookie(c, COOKIE), settings)) return unlock(c, form.get('token'), language)
    const isDone = act(worldOf(c), form.get('action') ?? '', form.get('hash') ?? '')
    return sendTo(c, `device?lang=${language}${isDone ? '' : '&gone'}`)
  })

  const show = (c: Context, language: Language, isGone: boolean): Promise<Response> => {
    const world = worldOf(c)
    const pending = world.psu.list({}, language)
    return answerPage(c, devicePage({ language, pending, isGone }), 200, {}, [
      `script-src ${liveScriptHash}`,
      "connect-src 'self'",
    ])
  }

  const unlock = (c: Context, token: string | null, language: Language): Promise<Response> | Response => {
    if (!mayControl(token ?? undefined, settings)) return answerPage(c, lockedPage(language), 401)
    setCookie(c, COOKIE, token ?? '', { httpOnly: true, sameSite: 'Strict', path: '/' })
    return sendTo(c, `device?lang=${language}`)
  }

  return routes
}

/** Whether the user could still do this. */
const act = (world: World, action: string, hash: string): boolean => {
  if (!isAction(action)) return false
  try {
    world.psu[action]({ hash })
    return true
  } catch (error) {
    if (error instanceof PsuError) return false
    throw error
  }
}

const isAction = (text: string): text is PsuAction => ACTIONS.includes(text)

/** What was posted; whatever is not a small form has no fields. */
const readForm = async (request: Request): Promise<URLSearchParams> => {
  try {
    return new URLSearchParams(await readBody(request, LARGEST_FORM))
  } catch (error) {
    if (error instanceof FinApiError) return new URLSearchParams()
    throw error
  }
}

const requestedLanguage = (c: Context, chosen: string | undefined): Language =>
  languageOf(chosen, c.req.header('accept-language'))
