import { concluded, described, documented } from '../../evidence.ts'
import { expectEqual, expectError, expectPresent, expectSuccess } from '../../expect.ts'
import { beginVisit } from '../../flows/begin-import.ts'
import { type ImportFlow, reply, startImport, visitBank } from '../../flows/import-flow.ts'
import { both, defineRule } from '../../rule.ts'

const needs = ['direct-import', 'redirect-bank'] as const

/** The statuses of a refused callback: no source names the right one, and clients handle both. */
const REFUSED = [400, 422]

const refuses = async (flow: ImportFlow, redirectCallback: string): Promise<void> => {
  const { response } = await reply(flow, { redirectCallback })
  expectError(response, { status: REFUSED })
}

/** Replaces a value in a query string. */
const withValue = (query: string, name: string, value: string): string => {
  const params = new URLSearchParams(query)
  params.set(name, value)
  return params.toString()
}

export const importRedirectRefusalRules = [
  defineRule(
    {
      id: 'redirect.cancelled',
      title: 'A cancelled visit returns like an approved one, and the next call is refused by the bank',
      versions: both,
      evidence: described('finAPI test redirect bank'),
      needs,
    },
    async (target) => {
      const { flow, challenge } = await beginVisit(target)
      const query = await visitBank(flow, challenge, 'cancel')
      const field = expectPresent(challenge.redirectContextField, 'redirectContextField')
      expectEqual(new URLSearchParams(query).get(field), challenge.redirectContext, `${field} after cancelling`)
      const done = await reply(flow, { redirectCallback: query })
      expectError(done.response, { status: 422, code: 'BANK_SERVER_REJECTION', type: 'BUSINESS' })
    },
  ),
  defineRule(
    {
      id: 'redirect.needs-return-url',
      title: 'Without a return URL the import is refused',
      versions: both,
      evidence: documented('importBankConnection, redirectUrl'),
      needs,
    },
    async (target) => {
      const bank = await target.demoBank('redirect')
      const { response } = await startImport(target, await target.borrowUser(), bank, {
        overrides: { redirectUrl: undefined },
      })
      expectError(response, { status: 422, code: 'ILLEGAL_FIELD_VALUE' })
    },
  ),
  defineRule(
    {
      id: 'redirect.foreign-context',
      title: 'A callback with the context of another visit is refused',
      versions: both,
      evidence: concluded('the context ties the visit to the flow'),
      needs,
    },
    async (target) => {
      const { flow, challenge } = await beginVisit(target)
      const other = await beginVisit(target)
      const field = expectPresent(challenge.redirectContextField, 'redirectContextField')
      const query = await visitBank(flow, challenge, 'approve')
      await refuses(flow, withValue(query, field, expectPresent(other.challenge.redirectContext, 'redirectContext')))
    },
  ),
  defineRule(
    {
      id: 'redirect.invented-callback',
      title: 'A callback that no visit produced is refused',
      versions: both,
      evidence: concluded('the PSU was not at the bank'),
      needs,
    },
    async (target) => {
      const { flow, challenge } = await beginVisit(target)
      await refuses(flow, `${challenge.redirectContextField}=${challenge.redirectContext}&code=invented`)
    },
  ),
  defineRule(
    {
      id: 'redirect.wrong-code',
      title: 'A callback with another code than the bank gave is refused',
      versions: both,
      evidence: concluded('the code proves the visit'),
      needs,
    },
    async (target) => {
      const { flow, challenge } = await beginVisit(target)
      const query = await visitBank(flow, challenge, 'approve')
      if (!new URLSearchParams(query).has('code')) return target.observe('the bank returns without a code')
      await refuses(flow, withValue(query, 'code', '1e065516-0e9a-4f53-b5a6-000000000000'))
    },
  ),
  defineRule(
    {
      id: 'redirect.used-callback',
      title: 'A callback is valid for one import only',
      versions: both,
      evidence: concluded('the flow is over'),
      needs,
    },
    async (target) => {
      const { flow, challenge } = await beginVisit(target)
      const redirectCallback = await visitBank(flow, challenge, 'approve')
      expectSuccess((await reply(flow, { redirectCallback })).response, 201)
      await refuses(flow, redirectCallback)
    },
  ),
]
