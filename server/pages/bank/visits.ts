import { deliveredAccounts } from '../../../scenarios/outcome.ts'
import type { PersonaAccount } from '../../../scenarios/types.ts'
import { consentExpiry } from '../../access/bank-connections/consent.ts'
import { accountIban } from '../../bank/counterpart.ts'
import { dayInGermany } from '../../core/days.ts'
import { scaContext } from '../../sca/advance-flow.ts'
import { returnParameters } from '../../sca/bank-return.ts'
import type { Flow } from '../../sca/flows.ts'
import { returnUrl } from '../../sca/return-url.ts'
import {
  type BankPageVisit,
  type Decision,
  decideAtBank,
  formatPosition,
  isTooLate,
  type ScaState,
} from '../../sca/sca-flow.ts'
import type { PsuEvent } from '../../sca/timelines.ts'
import type { World } from '../../world/world.ts'
import type { BankVisit, BankVisits, VisitLookup } from './bank-visits.ts'

type RedirectState = Extract<ScaState, { status: 'REDIRECT_REQUIRED' }>

interface OpenVisit {
  flow: Flow
  state: RedirectState
}

/** Creates the visits of a world's pending redirects. */
export const bankVisits = (world: World): BankVisits => {
  const lookUp = (context: string): OpenVisit | undefined => {
    const flow = world.flows.byRedirectContext(context)
    return flow?.state.status === 'REDIRECT_REQUIRED' ? { flow, state: flow.state } : undefined
  }

  const open = (context: string): OpenVisit | undefined => {
    const found = lookUp(context)
    return found === undefined || isExpired(world, found) || found.state.visit.stage === 'DECIDED' ? undefined : found
  }

  const move = ({ flow, state }: OpenVisit, visit: BankPageVisit): void =>
    world.flows.setState(flow, { ...state, visit })

  const publish = ({ flow, state }: OpenVisit, event: PsuEvent): void =>
    world.events.publish('flow-step', {
      flow,
      step: {
        at: world.clock.now(),
        who: 'psu',
        event,
        step: formatPosition(state.at),
        expected: undefined,
        given: undefined,
        status: state.status,
      },
      explanation: undefined,
    })

  const complete = (visit: OpenVisit, decision: Decision): string | undefined => {
    if (visit.flow.returnUrl === undefined) return undefined
    const state = decideAtBank(visit.state, decision, scaContext(world))
    world.flows.setState(visit.flow, state)
    publish(visit, decision === 'approved' ? 'approved-at-bank-page' : 'cancelled-at-bank-page')
    return returnUrl(visit.flow.returnUrl, returnParameters(state))
  }

  return {
    find: (context): VisitLookup => {
      const found = lookUp(context)
      if (found === undefined) return { kind: 'unknown' }
      if (found.state.visit.stage === 'DECIDED') return { kind: 'finished' }
      if (isExpired(world, found)) return { kind: 'expired' }
      return { kind: 'open', visit: describeVisit(world, found) }
    },
    login: (context, user, pin) => {
      const visit = open(context)
      const expected = visit?.state.step.redirect
      if (visit === undefined || expected === undefined) return undefined
      if (expected.user !== user || expected.pin !== pin) {
        publish(visit, 'login-at-bank-failed')
        return undefined
      }
      const session = world.ids.uuid()
      move(visit, { stage: 'APPROVAL', session })
      publish(visit, 'logged-in-at-bank')
      return session
    },
    decide: (context, session, decision) => {
      const visit = open(context)
      if (visit?.state.visit.stage !== 'APPROVAL' || visit.state.visit.session !== session) return undefined
      return complete(visit, decision === 'approve' ? 'approved' : 'declined')
    },
    cancel: (context) => {
      const visit = open(context)
      return visit === undefined ? undefined : complete(visit, 'declined')
    },
  }
}

const isExpired = (world: World, { flow, state }: OpenVisit): boolean => {
  const now = world.clock.now()
  return flow.expiresAt <= now || isTooLate(state, { now })
}

const describeVisit = (world: World, { flow, state }: OpenVisit): BankVisit => {
  const bank = world.library.bank(flow.bankId)
  const { user, pin } = state.step.redirect
  return {
    bankName: bank?.name ?? '',
    bankBlz: bank?.blz ?? '',
    clientName: world.clients.get(flow.clientId)?.name ?? flow.clientId,
    accounts: listAccounts(world, flow).map((account) => ({
      name: account.name,
      iban: accountIban(account),
      type: account.type,
    })),
    consentValidUntil: dayInGermany(consentExpiry(world, world.library.scenario(flow.scenario))),
    loginFields: { user: 'Onlinebanking-ID', pin: 'PIN' },
    loginHint: { user, pin },
  }
}

/** Returns the accounts of the import; none if the scenario never completes the login. */
const listAccounts = (world: World, flow: Flow): readonly PersonaAccount[] => {
  const scenario = world.library.scenario(flow.scenario)
  return scenario.persona === undefined ? [] : deliveredAccounts(world.library.personaOf(scenario), scenario, 'import')
}
