import { guide } from '../../evidence.ts'
import { expectEqual, expectSuccess, expectThat } from '../../expect.ts'
import { beginImport } from '../../flows/begin-import.ts'
import { importedBy, listAccountsOf } from '../../flows/fixtures.ts'
import { advanceUntil, completeImport, type ImportFlow, readChallenge, reply } from '../../flows/import-flow.ts'
import { both, defineRule, skip } from '../../rule.ts'
import type { Target } from '../../targets/target.ts'

const needs = ['direct-import', 'decoupled-bank'] as const

const isWaiting = ({ status }: { status: string }): boolean => status.startsWith('DECOUPLED_AUTH')

const beginWaiting = async (target: Target): Promise<ImportFlow> => {
  const flow = await advanceUntil(await beginImport(target, 'decoupled'), isWaiting)
  readChallenge(flow, 'DECOUPLED_AUTH_REQUIRED')
  return flow
}

export const importDecoupledRules = [
  defineRule(
    {
      id: 'decoupled.asks-to-approve-elsewhere',
      title: 'The chosen procedure asks the PSU to approve on a device',
      versions: both,
      evidence: guide('decoupled approach, step 4'),
      needs,
    },
    async (target) => {
      const flow = await beginWaiting(target)
      const challenge = readChallenge(flow)
      expectThat(!challenge.redirectUrl && !challenge.answerFieldLabel, 'there is no page to visit and nothing to type')
      expectThat(!challenge.twoStepProcedures, 'there is nothing left to choose')
    },
  ),
  defineRule(
    {
      id: 'decoupled.order-of-states',
      title: 'Asking again leads from required over in progress to the connection, never back',
      versions: both,
      evidence: guide('decoupled approach, steps 4 to 8'),
      needs,
    },
    async (target) => {
      const seen: string[] = []
      const done = await advanceUntil(await beginWaiting(target), ({ status }) => {
        if (seen.at(-1) !== status) seen.push(status)
        return false
      })
      expectSuccess(done.response, 201)
      const expected = ['DECOUPLED_AUTH_REQUIRED', 'DECOUPLED_AUTH_IN_PROGRESS']
      expectEqual(seen, expected.slice(0, Math.max(1, seen.length)), 'order of the states')
    },
  ),
  defineRule(
    {
      id: 'decoupled.first-hash',
      title: 'The hash of the first response is valid until the end',
      versions: both,
      evidence: {
        ...guide('decoupled approach, steps 5 and 7 (its sample is put together from several runs)'),
        grade: 'C',
      },
      needs,
    },
    async (target) => {
      const start = await beginImport(target, 'decoupled')
      const challenge = readChallenge(start)
      if (isWaiting(challenge)) return skip('the first response is the decoupled one already')
      const { hash } = challenge
      let flow = await advanceUntil(start, isWaiting)
      const limit = target.startLimit(target.settings.limits.ready)
      while (flow.response.status === 510 && !limit.isOver()) {
        await target.wait(target.settings.poll.decoupled)
        flow = await reply(flow, { hash, decoupledCallback: true })
      }
      expectSuccess(flow.response, 201)
    },
  ),
  defineRule(
    {
      id: 'decoupled.repeated-answers',
      title: 'A poll may repeat the procedure that was chosen before',
      versions: both,
      evidence: guide('decoupled approach, step 5'),
      needs,
    },
    async (target) => {
      const start = await beginImport(target, 'decoupled')
      const procedure = readChallenge(start).twoStepProcedures?.[0]
      if (!procedure || start.bank.blz !== '00000000')
        return skip('the bank offers no choice that is decoupled for sure')
      const { procedureId: twoStepProcedureId } = procedure
      const waiting = await reply(start, { twoStepProcedureId })
      await target.wait(target.settings.poll.decoupled)
      await completeImport(await reply(waiting, { twoStepProcedureId, decoupledCallback: true }))
    },
  ),
  defineRule(
    {
      id: 'decoupled.data-arrives',
      title: 'An import by the decoupled approach ends with accounts to read',
      versions: both,
      evidence: guide('steps 2 and 3'),
      needs,
    },
    async (target) => {
      const { user, connection } = await importedBy(target, 'decoupled')
      const accounts = await listAccountsOf(target, user, connection.id)
      expectThat(accounts.length > 0, 'the connection has accounts')
    },
  ),
]
