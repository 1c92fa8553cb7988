import { concluded, described, guide } from '../../evidence.ts'
import { expectEqual, expectMatch, expectPresent, expectSuccess, expectThat } from '../../expect.ts'
import { beginVisit } from '../../flows/begin-import.ts'
import { importedBy, listAccountsOf } from '../../flows/fixtures.ts'
import { reply, startImport, visitBank } from '../../flows/import-flow.ts'
import { both, defineRule } from '../../rule.ts'

const needs = ['direct-import', 'redirect-bank'] as const

export const importRedirectRules = [
  defineRule(
    {
      id: 'redirect.asks-to-visit-the-bank',
      title: 'The bank provides a page to visit and a way to recognise the returning PSU',
      versions: both,
      evidence: guide('redirect approach, step 2'),
      needs,
    },
    async (target) => {
      const { challenge } = await beginVisit(target)
      const url = expectMatch(challenge.redirectUrl, /^https?:\/\//, 'redirectUrl')
      expectThat(URL.canParse(url), `redirectUrl is an address: ${url}`)
      expectMatch(challenge.redirectContext, /^\S+$/, 'redirectContext')
      expectMatch(challenge.redirectContextField, /^\S+$/, 'redirectContextField')
    },
  ),
  defineRule(
    {
      id: 'redirect.returns-state',
      title: 'The bank redirects the PSU with the context of the challenge',
      versions: both,
      evidence: guide('redirect approach, step 4'),
      needs,
    },
    async (target) => {
      const { flow, challenge } = await beginVisit(target)
      const query = new URLSearchParams(await visitBank(flow, challenge, 'approve'))
      const field = expectPresent(challenge.redirectContextField, 'redirectContextField')
      expectEqual(query.get(field), challenge.redirectContext, `${field} of the query the bank returns with`)
    },
  ),
  defineRule(
    {
      id: 'redirect.approved',
      title: 'An approved visit completes the import',
      versions: both,
      evidence: guide('redirect approach, step 6'),
      needs,
    },
    async (target) => {
      const { flow, challenge } = await beginVisit(target)
      const done = await reply(flow, { redirectCallback: await visitBank(flow, challenge, 'approve') })
      const connection = expectSuccess(done.response, 201)
      expectEqual(connection.bank.id, flow.bank.bankId, 'bank of the connection')
    },
  ),
  defineRule(
    {
      id: 'redirect.keeps-the-return-query',
      title: 'The bank keeps what the return URL already had in its query',
      versions: both,
      evidence: concluded('the state is added as a query parameter'),
      needs,
    },
    async (target) => {
      const returnUrl = `${target.settings.returnUrl}?session=1%202`
      const { flow, challenge } = await beginVisit(target, returnUrl)
      const query = new URLSearchParams(await visitBank(flow, challenge, 'approve', returnUrl))
      expectEqual(query.get('session'), '1 2', 'session in the query the bank returns with')
      expectEqual(query.get(challenge.redirectContextField ?? ''), challenge.redirectContext, 'context')
    },
  ),
  defineRule(
    {
      id: 'redirect.without-sca',
      title: 'The login without SCA imports without a visit',
      versions: both,
      evidence: described('finAPI test redirect bank'),
      needs,
    },
    async (target) => {
      const login = target.settings.demo.withoutSca
      const bank = await target.demoBank('redirect')
      const { response } = await startImport(target, await target.borrowUser(), bank, { login })
      expectSuccess(response, 201)
    },
  ),
  defineRule(
    {
      id: 'redirect.data-arrives',
      title: 'An import by the redirect approach ends with accounts to read',
      versions: both,
      evidence: guide('steps 2 and 3'),
      needs,
    },
    async (target) => {
      const { user, connection } = await importedBy(target, 'redirect')
      const accounts = await listAccountsOf(target, user, connection.id)
      expectThat(accounts.length > 0, 'the connection has accounts')
    },
  ),
]
