import { createBrowserWalker } from './browser-walker.ts'
import { walkForms } from './form-walker.ts'
import { createManualWalker } from './manual-walker.ts'
import type { PsuWalker } from './walker.ts'

/** Who plays the person at the bank: plain HTTP, a real browser, or a person. */
export const walkerKinds = ['forms', 'browser', 'manual'] as const

export type WalkerKind = (typeof walkerKinds)[number]

export interface WalkerOptions {
  /** Where a person reads what to do. */
  readonly write: (text: string) => void
  /** For a person only, who comes back to this machine; a free port when left out. */
  readonly returnUrl?: string
}

/**
 * The walker of a kind, ready to be a target's `psu`. Where it names a `returnUrl`, the target's has to be that one.
 * Throws `BrowserMissing` and `BadReturnUrl`, whose messages are for the one who chose the kind.
 *
 * @example
 * const psu = await walkerFor('manual', { write: (text) => process.stderr.write(text) })
 * const target = createTarget({ ...settings, psu, returnUrl: psu.returnUrl ?? settings.returnUrl })
 */
export const walkerFor = async (kind: WalkerKind, options: WalkerOptions): Promise<PsuWalker> => {
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

/** The time one rule needs with this walker: no rule sends the person to the bank more than twice. */
export const ruleLimitWith = ({ visitLimit = 0 }: PsuWalker, limit: number): number => limit + 2 * visitLimit
