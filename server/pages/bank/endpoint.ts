import { readParameters } from '../../core/http-request.ts'
import { BANK_PAGES_PATH } from '../../core/own-paths.ts'
import { buildGatewayPage } from '../../http/gateway-page.ts'
import type { Endpoint } from '../../world/endpoint.ts'
import type { Exchange } from '../../world/exchange.ts'
import { toHostResponse } from '../to-host-response.ts'
import { toPageRequest } from '../to-page-request.ts'
import { readForm } from './form.ts'
import { bankPages } from './routes.ts'
import { bankVisits } from './visits.ts'

/** Creates the endpoint of the fake bank's pages. Its exchanges are recorded, and faults can hit them. */
export const createBankPageEndpoint = (): Endpoint => {
  const pages = bankPages()
  return {
    operation: 'bank-page',
    version: undefined,
    facts: {},
    hasRequestId: false,
    isObserved: true,
    storesBody: false,
    contract: undefined,
    describeCaller: (exchange) => describeVisitor(exchange, readParameters(exchange.request).get('state')),
    identify: () => undefined,
    run: async (exchange) => {
      const { request, path, world } = exchange
      const form = request.method === 'POST' ? await readForm(exchange) : 'not-a-form'
      const state = typeof form === 'string' ? readParameters(request).get('state') : form.state
      Object.assign(exchange, describeVisitor(exchange, state))
      const env = { path: path.slice(BANK_PAGES_PATH.length) || '/', form, visits: bankVisits(world) }
      return toHostResponse(await pages.fetch(toPageRequest(request), env))
    },
    writeError: async (error) => {
      // Only faults and bugs of this server reach this line.
      const status = error instanceof Error && 'details' in error ? 502 : 500
      if (status === 500) console.error(error)
      return buildGatewayPage(status)
    },
    checkResponse: async () => undefined,
  }
}

/** Returns the user and client of a visit, by the context of its redirect. */
const describeVisitor = (
  { world }: Exchange,
  context: string | null | undefined,
): { userId: string | undefined; clientId: string | undefined; flow: string | undefined } => {
  const flow = world.flows.byRedirectContext(context ?? '')
  return { userId: flow?.userId, clientId: flow?.clientId, flow: flow?.hashes[0] }
}
