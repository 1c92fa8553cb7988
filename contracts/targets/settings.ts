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

/** The logins of the demo banks; other targets may have others. */
export interface DemoLogins {
  /** Leads to a choice of procedures at DEMO0001. */
  readonly withSca: Login
  /** The right TAN for every embedded procedure of `withSca`. */
  readonly tan: string
  /** Imports at once, at DEMO0001 and DEMO0002. */
  readonly withoutSca: Login
  /** The login for the page of DEMO0002. */
  readonly bankPage: Login
  /** The login and TAN in finAPI's import guide, for targets that provide `guide-login`. */
  readonly guide: Login & { readonly tan: string }
}

export interface TargetSettings {
  /** The name in reports. */
  readonly name: string
  /** Without a path: `https://sandbox.finapi.io`. */
  readonly baseUrl: string
  readonly version: ApiVersion
  readonly client: { readonly id: string; readonly secret: string }
  readonly returnUrl: string
  readonly psu: PsuWalker
  readonly demo: DemoLogins
  /** Milliseconds; `request` and `rule` in real time, `ready` by the clock of the target. */
  readonly limits: { readonly request: number; readonly rule: number; readonly ready: number }
  /** Milliseconds between polls. finAPI requires at least five seconds between decoupled ones. */
  readonly poll: { readonly ready: number; readonly decoupled: number }
  /** Capabilities that the target has, but that cannot be detected. */
  readonly provides: readonly Capability[]
  /** Capabilities that are not to be used: the rules that need them are skipped. */
  readonly lacks: readonly Capability[]
  /** The number of users that the rules share; one more for each rule that runs beside another. */
  readonly users: number
  /** The number of requests that are sent at once, and of rules that run at once. */
  readonly concurrency: number
  /** The number of requests that a run may send: for the rules, and separately for deleting what they created. */
  readonly budget: { readonly requests: number; readonly cleanup: number }
  readonly patience: Patience
  /** Directory with the users that are still to be deleted, for the next run after a crash. */
  readonly ledger: string | undefined
  /** The clock: that of a server runs by itself, that of a mock is moved by waiting. */
  readonly time: TargetTime
}

/** The settings without a default: address, version and client. */
export type RequiredSettings = Pick<TargetSettings, 'baseUrl' | 'version' | 'client'>

/** Few enough for a server that others use as well; a run waits for a seventh of its responses. */
export const DEFAULT_CONCURRENCY = 8

/** Completes settings with defaults for a shared sandbox: long pauses, few users, and no undocumented capabilities. */
export const completeSettings = (settings: RequiredSettings & Partial<TargetSettings>): TargetSettings => ({
  name: new URL(settings.baseUrl).host,
  returnUrl: 'https://tpp.example.com/finapi/return',
  psu: walkForms,
  limits: { request: 60_000, rule: 300_000, ready: 180_000 },
  poll: { ready: 2_000, decoupled: 5_000 },
  provides: [],
  lacks: [],
  users: 2,
  concurrency: DEFAULT_CONCURRENCY,
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
