import { type ApiVersion, apiVersions } from '../api.ts'
import { createWalker, extendRuleLimit, type WalkerKind, walkerKinds } from '../psu/choose-walker.ts'
import { BrowserMissing } from '../psu/launch-browser.ts'
import { BadReturnUrl } from '../psu/manual-walker.ts'
import type { PsuWalker } from '../psu/walker.ts'
import { createTarget } from './create-target.ts'
import { mockDefaults, startMock } from './mock.ts'
import { completeSettings, type TargetSettings } from './settings.ts'
import type { Target } from './target.ts'
import { BadTargetFile, type FileSettings, readTargetFile, type TargetFile } from './target-file.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The environment does not describe a target; the message names the variable and the values that it may have. */
export class BadEnvironment extends Error {
  override name = 'BadEnvironment'
}

/** The targets to run against: a server that exists, or a mock to start. */
export type Plan =
  | { readonly kind: 'mock'; readonly versions: readonly ApiVersion[]; readonly walker: WalkerKind }
  | {
      readonly kind: 'remote'
      /** One run for each. */
      readonly versions: readonly ApiVersion[]
      readonly baseUrl: string
      readonly client: { readonly id: string; readonly secret: string }
      readonly walker: WalkerKind
      readonly settings: FileSettings
    }

type RemotePlan = Extract<Plan, { kind: 'remote' }>

/** Values that take precedence over the environment, such as flags of a command. */
export interface Overrides {
  readonly targetFile?: string | undefined
  readonly baseUrl?: string | undefined
  readonly version?: string | undefined
  readonly clientId?: string | undefined
  readonly concurrency?: string | undefined
  readonly walker?: string | undefined
}

const readVersion = (environment: Environment): ApiVersion | undefined => {
  const given = environment.FINAPI_API_VERSION
  if (!given) return undefined
  const version = apiVersions.find((candidate) => candidate === given)
  if (!version)
    throw new BadEnvironment(`FINAPI_API_VERSION is '${given}', but has to be one of ${apiVersions.join(', ')}`)
  return version
}

const readConcurrency = ({ FINAPI_CONCURRENCY: given }: Environment): number | undefined => {
  if (!given) return undefined
  const number = /^\d+$/.test(given) ? Number(given) : 0
  if (Number.isSafeInteger(number) && number >= 1) return number
  throw new BadEnvironment(`FINAPI_CONCURRENCY is '${given}', but has to be a whole number, 1 or more`)
}

const readWalker = (given: string | undefined): WalkerKind | undefined => {
  if (given === undefined) return undefined
  const kind = walkerKinds.find((candidate) => candidate === given)
  if (!kind) throw new BadEnvironment(`the walker is '${given}', but has to be one of ${walkerKinds.join(', ')}`)
  return kind
}

const readFile = async (path: string | undefined): Promise<TargetFile | undefined> => {
  if (!path) return undefined
  return readTargetFile(path).catch((error: unknown) => {
    throw error instanceof BadTargetFile ? new BadEnvironment(error.message, { cause: error }) : error
  })
}

const readClient = (environment: Environment, file: TargetFile | undefined) => {
  const id = environment.FINAPI_CLIENT_ID || file?.clientId
  if (!id) throw new BadEnvironment('FINAPI_CLIENT_ID is missing: a server is only checked with credentials')
  const variable = file?.clientSecretFrom ?? 'FINAPI_CLIENT_SECRET'
  const secret = environment[variable]
  if (!secret) throw new BadEnvironment(`${variable} is missing: it has to hold the secret of the client ${id}`)
  return { id, secret }
}

const withOverrides = (environment: Environment, overrides: Overrides): Environment => ({
  ...environment,
  ...(overrides.targetFile === undefined ? {} : { FINAPI_TARGET: overrides.targetFile }),
  ...(overrides.baseUrl === undefined ? {} : { FINAPI_BASE_URL: overrides.baseUrl }),
  ...(overrides.version === undefined ? {} : { FINAPI_API_VERSION: overrides.version }),
  ...(overrides.clientId === undefined ? {} : { FINAPI_CLIENT_ID: overrides.clientId }),
  ...(overrides.concurrency === undefined ? {} : { FINAPI_CONCURRENCY: overrides.concurrency }),
})

/**
 * Reads the variables and the target file that `FINAPI_TARGET` names. Variables take precedence over the file, so that
 * one file serves several clients, and overrides over both. Without a server, plans to start a mock, in both versions
 * unless one is named.
 */
export const planFrom = async (given: Environment, overrides: Overrides = {}): Promise<Plan> => {
  const environment = withOverrides(given, overrides)
  const version = readVersion(environment)
  const concurrency = readConcurrency(environment)
  const file = await readFile(environment.FINAPI_TARGET)
  const baseUrl = environment.FINAPI_BASE_URL || file?.baseUrl
  if (!baseUrl && file)
    throw new BadEnvironment(`${environment.FINAPI_TARGET}: baseUrl is missing, the address of the server`)
  const walker = readWalker(overrides.walker) ?? file?.walker ?? 'forms'
  if (!baseUrl) return { kind: 'mock', versions: version ? [version] : apiVersions, walker }
  if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol))
    throw new BadEnvironment(`FINAPI_BASE_URL is '${baseUrl}', but has to be an address like https://sandbox.finapi.io`)
  return {
    kind: 'remote',
    // At finAPI a client belongs to one version, mostly v2.
    versions: version ? [version] : (file?.versions ?? ['v2']),
    baseUrl,
    client: readClient(environment, file),
    walker,
    settings: {
      ...file?.settings,
      ...(environment.FINAPI_LEDGER ? { ledger: environment.FINAPI_LEDGER } : {}),
      ...(concurrency === undefined ? {} : { concurrency }),
    },
  }
}

const isLocal = (baseUrl: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(baseUrl).hostname)

export interface PlannedTargets {
  readonly targets: readonly Target[]
  close(): Promise<void>
}

/** Makes the walker. Throws `BadEnvironment` if it finds no browser, or cannot listen at the return URL. */
const makeWalker = async (kind: WalkerKind, returnUrl: string | undefined, write: (text: string) => void) => {
  try {
    return await createWalker(kind, { write, ...(returnUrl === undefined ? {} : { returnUrl }) })
  } catch (error) {
    if (error instanceof BrowserMissing || error instanceof BadReturnUrl) {
      throw new BadEnvironment(error.message, { cause: error })
    }
    throw error
  }
}

/** Adapts settings to a walker: its own return URL, and more time if its visits take long. */
const withWalker = (settings: TargetSettings, psu: PsuWalker): TargetSettings => ({
  ...settings,
  psu,
  returnUrl: psu.returnUrl ?? settings.returnUrl,
  limits: { ...settings.limits, rule: extendRuleLimit(psu, settings.limits.rule) },
})

/** Completes the settings of a plan with the defaults for a shared sandbox. */
const toSettings = (
  { baseUrl, client, settings: { demo, limits, poll, budget, patience, ...plain } }: RemotePlan,
  version: ApiVersion,
): TargetSettings => {
  // On the same machine nobody else waits, so the long pauses of a sandbox are not needed.
  const manners = isLocal(baseUrl)
    ? {
        limits: mockDefaults.limits,
        poll: mockDefaults.poll,
        patience: mockDefaults.patience,
        users: mockDefaults.users,
        budget: mockDefaults.budget,
      }
    : {}
  const base = completeSettings({ ...manners, ...plain, baseUrl, version, client })
  return {
    ...base,
    demo: { ...base.demo, ...demo },
    limits: { ...base.limits, ...limits },
    poll: { ...base.poll, ...poll },
    budget: { ...base.budget, ...budget },
    patience: { ...base.patience, ...patience },
  }
}

/** Makes the targets of a plan; starts a mock where one is needed. A person reads through `write` what to do. */
export const openTargets = async (
  plan: Plan,
  write: (text: string) => void = (text) => process.stderr.write(text),
): Promise<PlannedTargets> => {
  const psu = await makeWalker(plan.walker, plan.kind === 'remote' ? plan.settings.returnUrl : undefined, write)
  if (plan.kind === 'remote') {
    const targets = plan.versions.map((version) => createTarget(withWalker(toSettings(plan, version), psu)))
    return { targets, close: async () => psu.close?.() }
  }
  const mock = await startMock()
  const targets = plan.versions.map((version) => createTarget(withWalker(mock.settingsFor(version), psu)))
  const close = async (): Promise<void> => {
    await psu.close?.()
    await mock.close()
  }
  return { targets, close }
}
