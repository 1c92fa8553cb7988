import { createBrowserWalker } from './browser-walker.ts'
import { walkForms } from './form-walker.ts'
import { createManualWalker } from './manual-walker.ts'
import type { PsuWalker } from './walker.ts'

/** The ways to visit the bank's pages: by plain HTTP, in a real browser, or by a person. */
export const walkerKinds = ['forms', 'browser', 'manual'] as const

/** No rule visits the bank more often. */
const MAX_VISITS = 2

export type WalkerKind = (typeof walkerKinds)[number]

export interface WalkerOptions {
  /** Shows a person what to do. */
  readonly write: (text: string) => void
  /** For `manual` only: a URL on this machine, by default with a free port. */
  readonly returnUrl?: string
}

/**
 * Makes a walker for a target's `psu`; if it has a `returnUrl`, the target has to use that one. Throws
 * `BrowserMissing` or `BadReturnUrl`, whose messages can be shown to the user.
 *
 * @example
 * const psu = await createWalker('manual', { write: (text) => process.stderr.write(text) })
 * const target = createTarget({ ...settings, psu, returnUrl: psu.returnUrl ?? settings.returnUrl })
 */
export const createWalker = async (kind: WalkerKind, options: WalkerOptions): Promise<PsuWalker> => {
  switch (kind) {
    case 'forms':
      return walkForms
    case 'browser':
      return createBrowserWalker()
    case 'manual':
      return createManualWalker(options)
    default:
      return kind satisfies never
  }
}

/** Returns the time limit of one rule with a walker: a rule visits the bank at most twice. */
export const extendRuleLimit = ({ visitLimit = 0 }: PsuWalker, limit: number): number => limit + MAX_VISITS * visitLimit
