import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ClosableWalker } from './browser-walker.ts'
import { type BankVisit, isReturn, queryOf, WalkFailed } from './walker.ts'

export interface ManualWalkerOptions {
  /** Where the person reads what to do. */
  readonly write: (text: string) => void
  /** Where the person's browser comes back to: an address of this machine. A free port when left out. */
  readonly returnUrl?: string
  /** Milliseconds a person has for one visit. */
  readonly visitLimit?: number
}

/** The address may be no place for a person's browser to come back to; the message says what may. */
export class BadReturnUrl extends Error {
  override name = 'BadReturnUrl'
}

const VISIT_LIMIT = 300_000

const FAREWELL = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Thank you</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:30rem;margin:20vh auto;padding:0 1rem}</style>
</head><body><h1>Thank you</h1><p>The bank has sent you back, and the contract run goes on. You can close this tab.</p></body></html>
`

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')

const readReturnUrl = (returnUrl: string): URL => {
  const url = URL.canParse(returnUrl) ? new URL(returnUrl) : undefined
  const isHere = url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '::1'].includes(hostOf(url))
  if (!url || !isHere || url.port === '')
    throw new BadReturnUrl(
      `the return URL is ${returnUrl}, but for a person at the bank it has to be one of this machine, with a port, ` +
        'like http://127.0.0.1:8511/callback',
    )
  return url
}

const listenAt = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })

/** A port that was free a moment ago: the import names the return URL before anybody listens there. */
const freePort = async (): Promise<number> => {
  const server = createServer()
  await listenAt(server, 0, '127.0.0.1')
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}

const minutes = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / 1000)
  return seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`
}

const taskFor = ({ url, login, decision }: BankVisit, limit: number): string => {
  const press = decision === 'approve' ? 'APPROVE: give the access the bank asks about' : 'CANCEL: refuse the access'
  return `
Your turn at the bank. Open this page:

  ${url}

  1. Log in as "${login.user}" with the password "${login.password}", if you are asked.
  2. ${press}.

Waiting up to ${minutes(limit)} for the bank to send you back (Ctrl-C ends the run) ...
`
}

/** Waits at the return URL until a browser comes by with what the bank says. */
const waitForReturn = async (returnUrl: string, signal: AbortSignal, announce: () => void): Promise<string> => {
  const place = readReturnUrl(returnUrl)
  const server = createServer()
  try {
    const came = new Promise<string>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      server.on('request', (request, response) => {
        const url = new URL(request.url ?? '/', place.origin).href
        if (!isReturn(url, returnUrl)) return void response.writeHead(404, { connection: 'close' }).end()
        response.setHeader('content-type', 'text/html; charset=utf-8').setHeader('connection', 'close')
        // The page has to be out before the listener goes.
        response.end(FAREWELL, () => resolve(queryOf(url)))
      })
    })
    came.catch(() => {}) // it is listened to below, unless nobody can listen at all
    await listenAt(server, Number(place.port), hostOf(place)).catch((error: unknown) => {
      throw new WalkFailed(`cannot wait at ${returnUrl} for the person to come back: ${String(error)}`, {
        cause: error,
      })
    })
    signal.throwIfAborted()
    announce()
    return await came
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

/**
 * Lets a person play the person: writes which page to open, as whom to log in and what to decide, and waits at the
 * return URL for their browser. The target's return URL has to be the walker's.
 */
export const createManualWalker = async (
  options: ManualWalkerOptions,
): Promise<ClosableWalker & { readonly returnUrl: string; readonly visitLimit: number }> => {
  const visitLimit = options.visitLimit ?? VISIT_LIMIT
  const returnUrl = options.returnUrl ?? `http://127.0.0.1:${await freePort()}/callback`
  readReturnUrl(returnUrl)
  const underWay = new Set<AbortController>()

  const walk = async (visit: BankVisit): Promise<string> => {
    const stop = new AbortController()
    const late = () => stop.abort(new WalkFailed(`nobody came back from the bank within ${minutes(visitLimit)}`))
    const abort = () =>
      visit.signal?.reason instanceof DOMException && visit.signal.reason.name === 'TimeoutError'
        ? late()
        : stop.abort(new WalkFailed('the visit was ended before the person came back'))
    visit.signal?.addEventListener('abort', abort, { once: true })
    if (visit.signal?.aborted) abort()
    const timer = setTimeout(late, visitLimit)
    underWay.add(stop)
    try {
      const query = await waitForReturn(visit.returnUrl, stop.signal, () => options.write(taskFor(visit, visitLimit)))
      options.write('Thank you: the bank has sent you back.\n')
      return query
    } finally {
      clearTimeout(timer)
      visit.signal?.removeEventListener('abort', abort)
      underWay.delete(stop)
    }
  }
  return Object.assign(walk, {
    returnUrl,
    visitLimit,
    async close() {
      for (const stop of underWay) stop.abort(new WalkFailed('the run was ended before the person came back'))
    },
  })
}
