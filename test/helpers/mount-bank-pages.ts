import { FetchRequest } from '../../server/http/fetch-request.ts'
import type { BankVisits } from '../../server/pages/bank/bank-visits.ts'
import { readForm } from '../../server/pages/bank/form.ts'
import { bankPages } from '../../server/pages/bank/routes.ts'

/** Mounts the bank's pages below a path, for visits that a test makes. */
export const mountBankPages = (
  mountPath: string,
  visits: () => BankVisits,
): ((request: Request) => Promise<Response>) => {
  const pages = bankPages()
  return async (request) => {
    const path = new URL(request.url).pathname.slice(mountPath.length)
    const exchange = { request: new FetchRequest(request, request.method), sent: undefined, sentText: undefined }
    const form = request.method === 'POST' ? await readForm(exchange) : 'not-a-form'
    return pages.fetch(request, { path, form, visits: visits() })
  }
}
