import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ClosableWalker } from './browser-walker.ts'
import { type BankVisit, isReturn, readQuery, WalkFailed } from './walker.ts'

export interface ManualWalkerOptions {
  /** Shows the person what to do. */
  readonly write: (text: string) => void
  /** The return URL, on this machine; by default with a free port. */
  readonly returnUrl?: string
  /** Milliseconds for one visit. */
  readonly visitLimit?: number
}

/** A return URL that is not on this machine; the message says what is possible. */
export class BadReturnUrl extends Error {
  override name = 'BadReturnUrl'
}

const DEFAULT_VISIT_LIMIT = 300_000

const RETURN_PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Thank you</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:30rem;margin:20vh auto;padding:0 1rem}</style>
</head><body><h1>Thank you</h1><p>The contract run continues. You can close this tab.</p></body></html>
`

const readHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')

const readReturnUrl = (returnUrl: string): URL => {
  const url = URL.canParse(returnUrl) ? new URL(returnUrl) : undefined
  const isHere = url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '::1'].includes(readHost(url))
  if (!url || !isHere || url.port === '')
    throw new BadReturnUrl(
      `the return URL is ${returnUrl}, but with --manual it has to be on this machine, with a port, ` +
        'such as http://127.0.0.1:8511/callback',
    )
  return url
}

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })

/** Returns a port that is free now; the import needs the return URL before the walker listens there. */
const findFreePort = async (): Promise<number> => {
  const server = createServer()
  await listen(server, 0, '127.0.0.1')
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}

const formatDuration = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / 1000)
  return seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`
}

const formatTask = ({ url, login, decision }: BankVisit, limit: number): string => {
  const press =
    decision === 'approve' ? 'APPROVE: give access to the accounts' : 'CANCEL: refuse access to the accounts'
  return `
Your turn at the bank. Open this page:

  ${url}

  1. Log in as "${login.user}" with the password "${login.password}", if the page asks for it.
  2. ${press}.

Waiting up to ${formatDuration(limit)} until you are back (Ctrl-C ends the run) ...
`
}

/** Listens at the return URL, and returns the query of the first request to it. */
const waitForReturn = async (returnUrl: string, signal: AbortSignal, announce: () => void): Promise<string> => {
  const address = readReturnUrl(returnUrl)
  const server = createServer()
  try {
    const returned = new Promise<string>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      server.on('request', (request, response) => {
        const url = new URL(request.url ?? '/', address.origin).href
        if (!isReturn(url, returnUrl)) return void response.writeHead(404, { connection: 'close' }).end()
        response.setHeader('content-type', 'text/html; charset=utf-8').setHeader('connection', 'close')
        // The page has to be sent before the server closes.
        response.end(RETURN_PAGE, () => resolve(readQuery(url)))
      })
    })
    returned.catch(() => {}) // awaited below, unless listening fails
    await listen(server, Number(address.port), readHost(address)).catch((error: unknown) => {
      throw new WalkFailed(`cannot listen at ${returnUrl}, where the bank redirects to: ${String(error)}`, {
        cause: error,
      })
    })
    signal.throwIfAborted()
    announce()
    return await returned
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

/**
 * Makes a walker that lets a person visit the bank: shows the page, the login and the decision, and waits at the
 * return URL for their browser. The target has to use the walker's return URL.
 */
export const createManualWalker = async (
  options: ManualWalkerOptions,
): Promise<ClosableWalker & { readonly returnUrl: string; readonly visitLimit: number }> => {
  const visitLimit = options.visitLimit ?? DEFAULT_VISIT_LIMIT
  const returnUrl = options.returnUrl ?? `http://127.0.0.1:${await findFreePort()}/callback`
  readReturnUrl(returnUrl)
  const running = new Set<AbortController>()

  const walk = async (visit: BankVisit): Promise<string> => {
    const stop = new AbortController()
    const timeOut = () =>
      stop.abort(new WalkFailed(`nobody came back from the bank within ${formatDuration(visitLimit)}`))
    const abort = () =>
      visit.signal?.reason instanceof DOMException && visit.signal.reason.name === 'TimeoutError'
        ? timeOut()
        : stop.abort(new WalkFailed('the visit was ended before the person came back'))
    visit.signal?.addEventListener('abort', abort, { once: true })
    if (visit.signal?.aborted) abort()
    const timer = setTimeout(timeOut, visitLimit)
    running.add(stop)
    try {
      const query = await waitForReturn(visit.returnUrl, stop.signal, () =>
        options.write(formatTask(visit, visitLimit)),
      )
      options.write('Thank you, you are back from the bank.\n')
      return query
    } finally {
      clearTimeout(timer)
      visit.signal?.removeEventListener('abort', abort)
      running.delete(stop)
    }
  }
  return Object.assign(walk, {
    returnUrl,
    visitLimit,
    close: async (): Promise<void> => {
      for (const stop of running) stop.abort(new WalkFailed('the run was ended before the person came back'))
    },
  })
}
