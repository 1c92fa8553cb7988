import type { ApiVersion, Schema } from '../../contracts/openapi/api-types.ts'

/** The content of a 510: the question of the bank. */
export type ScaChallenge = Schema<ApiVersion, 'MultiStepAuthenticationChallenge'>

/** The `multiStepAuthentication` of the next request: the answer to the question. */
export type ScaCallback = Schema<ApiVersion, 'MultiStepAuthenticationCallback'>

/** An SCA method that the bank offers, such as SMS or push TAN. */
export type TwoStepProcedure = Schema<ApiVersion, 'TwoStepProcedure'>

interface Prompt {
  /** The bank's text for the PSU. */
  readonly message: string | undefined
  /** The bank's label for the input field, e.g. `TAN`. */
  readonly label: string | undefined
}

/** The content that the PSU needs to find the answer. */
export type Challenge = Prompt &
  (
    | { readonly kind: 'text' }
    | { readonly kind: 'photo'; readonly mimeType: string; readonly bytes: Uint8Array; readonly base64: string }
    | { readonly kind: 'flicker'; readonly opticalData: string; readonly opticalDataAsReinerSct: boolean }
  )

/** The bank page for the PSU's browser, and the context with which the browser must return. */
export interface Redirect {
  readonly url: string
  readonly context: string
  readonly contextField: string
}
