import { type Context, Hono } from 'hono'
import { redirectTo, respondWithPage } from '../answers.ts'
import { chooseLanguage, type Language } from '../language.ts'
import { approvalPage } from './approval-page.ts'
import type { BankVisits } from './bank-visits.ts'
import type { Form, FormProblem } from './form.ts'
import { loginPage } from './login-page.ts'
import type { Problem } from './page-texts.ts'
import { problemPage } from './problem-page.ts'

const STATUSES = {
  unknown: 404,
  finished: 410,
  expired: 410,
  incomplete: 400,
  'too-large': 413,
  'not-a-form': 415,
  'not-a-page': 405,
} as const satisfies Record<Problem, number>

/** The bindings of a page: the path below the pages, the posted form, and the visits. */
export interface BankPageEnv {
  Bindings: {
    readonly path: string
    readonly form: Form | FormProblem
    readonly visits: BankVisits
  }
}

/** Creates the fake bank's pages: login, approval, and the redirect to the client. */
export const bankPages = (): Hono<BankPageEnv> => {
  const pages = new Hono<BankPageEnv>({ getPath: (_, options) => options?.env?.path ?? '/' })

  pages.get('/login', (c) => {
    const state = c.req.query('state')
    return loginOrProblem(c, c.env.visits, { state, language: readLanguage(c, c.req.query('lang')) })
  })

  pages.post('/login', (c) => {
    const { form } = c.env
    if (typeof form === 'string') return formProblem(c, form)
    return logIn(c, c.env.visits, form)
  })

  pages.post('/decision', (c) => {
    const { form } = c.env
    if (typeof form === 'string') return formProblem(c, form)
    return decide(c, c.env.visits, form)
  })

  // Browsers request it if the PSU reloads the page after a form.
  pages.on(['GET', 'PUT', 'PATCH', 'DELETE'], '/decision', (c) =>
    respondWithProblem(c, 'not-a-page', readLanguage(c, c.req.query('lang')), undefined, { Allow: 'POST' }),
  )
  pages.notFound((c) => respondWithProblem(c, 'unknown', readLanguage(c, c.req.query('lang')), undefined))
  return pages
}

const logIn = (c: Context, visits: BankVisits, form: Form): Promise<Response> => {
  const { state, user = '', pin = '' } = form
  const language = readLanguage(c, form.lang)
  if (state === undefined || visits.find(state).kind !== 'open') return loginOrProblem(c, visits, { state, language })
  if (user === '' || pin === '') return loginOrProblem(c, visits, { state, language, user, problem: 'missing' })
  const session = visits.login(state, user, pin)
  // A wrong PIN gets 200, as at banks: 401 requires an authentication scheme, and browsers report any other error
  // status in their console as a page that failed to load.
  if (session === undefined) return loginOrProblem(c, visits, { state, language, user, problem: 'wrong' })
  // Searches again, because the accounts may depend on the login.
  const found = visits.find(state)
  if (found.kind !== 'open') return respondWithProblem(c, found.kind, language, state)
  return respondWithPage(c, approvalPage({ state, session, language, visit: found.visit }))
}

const decide = async (c: Context, visits: BankVisits, form: Form): Promise<Response> => {
  const { state, session, decision } = form
  const language = readLanguage(c, form.lang)
  if (state === undefined) return respondWithProblem(c, 'incomplete', language, state)
  const before = visits.find(state)
  if (before.kind !== 'open') return respondWithProblem(c, before.kind, language, state)
  if (decision !== 'approve' && decision !== 'cancel') return respondWithProblem(c, 'incomplete', language, state)
  // The cancel button of the login page sends no session.
  const cancelsBeforeLogin = session === undefined && decision === 'cancel'
  const url = cancelsBeforeLogin ? visits.cancel(state) : visits.decide(state, session ?? '', decision)
  return url === undefined ? loginOrProblem(c, visits, { state, language, problem: 'lost' }) : redirectTo(c, url)
}

interface LoginAttempt {
  state: string | undefined
  language: Language
  user?: string
  problem?: 'wrong' | 'missing' | 'lost'
}

/** Responds with the login page if the visit is still open: a wrong PIN may have been the last allowed attempt. */
const loginOrProblem = (c: Context, visits: BankVisits, attempt: LoginAttempt): Promise<Response> => {
  const { state, language } = attempt
  const found = state === undefined ? ({ kind: 'unknown' } as const) : visits.find(state)
  if (state === undefined || found.kind !== 'open') {
    return respondWithProblem(c, found.kind === 'open' ? 'unknown' : found.kind, language, state)
  }
  return respondWithPage(c, loginPage({ ...attempt, state, visit: found.visit }))
}

const formProblem = (c: Context, problem: Problem): Promise<Response> =>
  respondWithProblem(c, problem, readLanguage(c, undefined), undefined)

const respondWithProblem = (
  c: Context,
  problem: Problem,
  language: Language,
  state: string | undefined,
  headers: Record<string, string> = {},
): Promise<Response> => {
  const again = problem === 'incomplete'
  return respondWithPage(c, problemPage({ problem, language, state, again }), STATUSES[problem], headers)
}

const readLanguage = (c: Context, chosen: string | undefined): Language =>
  chooseLanguage(chosen, c.req.header('accept-language'))
