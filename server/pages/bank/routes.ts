import { type Context, Hono } from 'hono'
import { answerPage, sendTo } from '../answers.ts'
import { type Language, languageOf } from '../language.ts'
import { approvalPage } from './approval-page.ts'
import type { BankVisits } from './bank-visits.ts'
import type { Form, FormProblem } from './form.ts'
import { loginPage } from './login-page.ts'
import type { Problem } from './page-texts.ts'
import { problemPage } from './problem-page.ts'

const statusOf = {
  unknown: 404,
  finished: 410,
  expired: 410,
  incomplete: 400,
  'too-large': 413,
  'not-a-form': 415,
  'not-a-page': 405,
} as const satisfies Record<Problem, number>

/** The surroundings of a request to a page: its path below the pages, the form that was posted, and the bank's visits. */
export interface BankPageEnv {
  Bindings: {
    readonly path: string
    readonly form: Form | FormProblem
    readonly visits: BankVisits
  }
}

/** The fake bank's pages for the PSU: login, approval, and back to the client. */
export const bankPages = (): Hono<BankPageEnv> => {
  const pages = new Hono<BankPageEnv>({ getPath: (_, options) => options?.env?.path ?? '/' })

  pages.get('/login', (c) => {
    const state = c.req.query('state')
    return loginOrProblem(c, c.env.visits, { state, language: requestedLanguage(c, c.req.query('lang')) })
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

  // Reached by reloading or typing the address that a form was sent to.
  pages.on(['GET', 'PUT', 'PATCH', 'DELETE'], '/decision', (c) =>
    answerProblem(c, 'not-a-page', requestedLanguage(c, c.req.query('lang')), undefined, { Allow: 'POST' }),
  )
  pages.notFound((c) => answerProblem(c, 'unknown', requestedLanguage(c, c.req.query('lang')), undefined))
  return pages
}

const logIn = (c: Context, visits: BankVisits, form: Form): Promise<Response> => {
  const { state, user = '', pin = '' } = form
  const language = requestedLanguage(c, form.lang)
  if (state === undefined || visits.find(state).kind !== 'open') return loginOrProblem(c, visits, { state, language })
  if (user === '' || pin === '') return loginOrProblem(c, visits, { state, language, user, problem: 'missing' })
  const session = visits.login(state, user, pin)
  // A wrong PIN is answered 200, as banks do: with 401 a browser would have to be told a scheme, and it reports
  // any other error status in its console as a page that failed to load.
  if (session === undefined) return loginOrProblem(c, visits, { state, language, user, problem: 'wrong' })
  // Looked up again: which accounts there are may depend on who logged in.
  const found = visits.find(state)
  if (found.kind !== 'open') return answerProblem(c, found.kind, language, state)
  return answerPage(c, approvalPage({ state, session, language, visit: found.visit }))
}

const decide = async (c: Context, visits: BankVisits, form: Form): Promise<Response> => {
  const { state, session, decision } = form
  const language = requestedLanguage(c, form.lang)
  if (state === undefined) return answerProblem(c, 'incomplete', language, state)
  const before = visits.find(state)
  if (before.kind !== 'open') return answerProblem(c, before.kind, language, state)
  if (decision !== 'approve' && decision !== 'cancel') return answerProblem(c, 'incomplete', language, state)
  // The login page's cancel button has no session to send.
  const cancelsBeforeLogin = session === undefined && decision === 'cancel'
  const url = cancelsBeforeLogin ? visits.cancel(state) : visits.decide(state, session ?? '', decision)
  return url === undefined ? loginOrProblem(c, visits, { state, language, problem: 'lost' }) : sendTo(c, url)
}

interface LoginAttempt {
  state: string | undefined
  language: Language
  user?: string
  problem?: 'wrong' | 'missing' | 'lost'
}

/** Looks the visit up itself: a wrong PIN, for one, may have been the last that this visit allowed. */
const loginOrProblem = (c: Context, visits: BankVisits, attempt: LoginAttempt): Promise<Response> => {
  const { state, language } = attempt
  const found = state === undefined ? ({ kind: 'unknown' } as const) : visits.find(state)
  if (state === undefined || found.kind !== 'open') {
    return answerProblem(c, found.kind === 'open' ? 'unknown' : found.kind, language, state)
  }
  return answerPage(c, loginPage({ ...attempt, state, visit: found.visit }))
}

const formProblem = (c: Context, problem: Problem): Promise<Response> =>
  answerProblem(c, problem, requestedLanguage(c, undefined), undefined)

const answerProblem = (
  c: Context,
  problem: Problem,
  language: Language,
  state: string | undefined,
  headers: Record<string, string> = {},
): Promise<Response> => {
  const again = problem === 'incomplete'
  return answerPage(c, problemPage({ problem, language, state, again }), statusOf[problem], headers)
}

const requestedLanguage = (c: Context, chosen: string | undefined): Language =>
  languageOf(chosen, c.req.header('accept-language'))
