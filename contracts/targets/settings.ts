import type { ApiVersion } from '../api.ts'
import type { Capability } from '../capability.ts'
import { walkForms } from '../psu/form-walker.ts'
import type { PsuWalker } from '../psu/walker.ts'
import { defaultLedger } from './ledger.ts'
import type { Patience } from './patience.ts'
import { realTime, type TargetTime } from './time.ts'

export interface Login {
  readonly user: string
  readonly password: string
}

/** What the public demo banks let in; a target of one's own may know others. */
export interface DemoLogins {
  /** Leads to a choice of procedures at DEMO0001. */
  readonly withSca: Login
  /** Answers every embedded procedure of `withSca`. */
  readonly tan: string
  /** Imports at once, at DEMO0001 and DEMO0002. */
  readonly withoutSca: Login
  /** What the page of DEMO0002 wants to see. */
  readonly bankPage: Login
  /** The pair in finAPI's import guide, and its TAN: only a target that provides `guide-login` knows it. */
  readonly guide: Login & { readonly tan: string }
}

export interface TargetSettings {
  /** How reports call it. */
  readonly name: string
  /** Without a path: `https://sandbox.finapi.io`. */
  readonly baseUrl: string
  readonly version: ApiVersion
  readonly client: { readonly id: string; readonly secret: string }
  readonly returnUrl: string
  readonly psu: PsuWalker
  readonly demo: DemoLogins
  /** Milliseconds. */
  readonly limits: { readonly request: number; readonly rule: number; readonly ready: number }
  /** Milliseconds between two looks. finAPI asks for at least five seconds between decoupled polls. */
  readonly poll: { readonly ready: number; readonly decoupled: number }
  /** Capabilities that cannot be found out by asking. */
  readonly provides: readonly Capability[]
  /** Capabilities that are there but not to be used: the rules that need them are skipped. */
  readonly lacks: readonly Capability[]
  /** How many users take turns in the rules that need any user without connections. */
  readonly users: number
  /** How many requests a run may send: for the rules, and apart from them for deleting what they made. */
  readonly budget: { readonly requests: number; readonly cleanup: number }
  readonly patience: Patience
  /** Directory where users are noted until they are deleted, so that the next run finds them after a crash. */
  readonly ledger: string | undefined
  /** The clock there, and how time passes: a server runs by itself, the clock of a mock is moved. */
  readonly time: TargetTime
}

/** What has no default: where the target is, which version it speaks and who we are there. */
export type RequiredSettings = Pick<TargetSettings, 'baseUrl' | 'version' | 'client'>

/** Defaults are those of a shared sandbox: polite, patient, and nothing assumed that is not documented. */
export const completeSettings = (settings: RequiredSettings & Partial<TargetSettings>): TargetSettings => ({
  name: new URL(settings.baseUrl).host,
  returnUrl: 'https://tpp.example.com/finapi/return',
  psu: walkForms,
  limits: { request: 60_000, rule: 300_000, ready: 180_000 },
  poll: { ready: 2_000, decoupled: 5_000 },
  provides: [],
  lacks: [],
  users: 2,
  budget: { requests: 3_000, cleanup: 500 },
  patience: { repeats: 3, pause: 1_000, longest: 60_000 },
  ledger: defaultLedger(),
  time: realTime,
  demo: {
    withSca: { user: 'demo', password: 'demo' },
    tan: '123456',
    withoutSca: { user: 'demo_no_msa', password: 'demo_no_msa' },
    bankPage: { user: 'demo', password: 'demo' },
    guide: { user: 'demo', password: '123456', tan: 'demo' },
  },
  ...settings,
})
