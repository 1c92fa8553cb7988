import { openSession, startApp, v2 } from '../helpers/api-dialect.ts'

/** Starts an application with a user, and calls of its control API. */
export const startControl = async () => {
  const app = startApp()
  const session = openSession(app, v2, await app.newUser(v2))
  const control = (method: string, path: string, body?: unknown) => app.call(method, `/_mock${path}`, { body })
  return { app, session, control }
}
