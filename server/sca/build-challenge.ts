import { asTwoStepProcedure } from '../../scenarios/steps.ts'
import type { Text } from '../core/text.ts'
import type { Challenge } from './challenge.ts'
import { flickerCode } from './flicker-code.ts'
import { currentHash, type Flow } from './flows.ts'
import { type PendingState, REDIRECT_CONTEXT_FIELD } from './sca-flow.ts'

// finAPI's own texts, for banks without a text.
const SELECT_PROCEDURE: Text = {
  de: 'Es muss eine Zwei-Faktor-Authentifizierungsmethode ausgewählt werden',
  en: 'SCA method selection is required',
}
const ENTER_CODE: Text = {
  de: 'Es ist eine zusätzliche Authentifizierung erforderlich. Bitte geben Sie folgenden Code an: {answer}',
  en: 'Additional authentication is required. Please enter the following code: {answer}',
}
const CODE_REQUIRED: Text = {
  de: 'Es ist eine zusätzliche Authentifizierung erforderlich.',
  en: 'Additional authentication is required.',
}
const CONFIRM_ON_DEVICE: Text = {
  de: 'Bitte bestätigen Sie auf ihrem externen Gerät die Anmeldung',
  en: 'Please confirm the login on your external device',
}

/**
 * Builds the challenge that a pending state shows to the PSU. `bankPageUrl` is the URL of the bank's page where it is
 * shown, without a query: flows do not contain it, because a snapshot may be restored in a server with another URL.
 */
export const buildChallenge = (flow: Flow, state: PendingState, bankPageUrl: string): Challenge => {
  const { status } = state
  const hash = currentHash(flow)
  switch (status) {
    case 'TWO_STEP_PROCEDURE_REQUIRED':
      return { hash, status, title: SELECT_PROCEDURE, procedures: state.procedures.map(asTwoStepProcedure) }
    case 'CHALLENGE_RESPONSE_REQUIRED': {
      const { answer, label, message } = state.step.challenge
      const shown = messageOrDefault(message, ENTER_CODE)
      return {
        hash,
        status,
        title: CODE_REQUIRED,
        message: shown === undefined ? undefined : fillIn(shown, answer),
        answerFieldLabel: label === null ? undefined : (label ?? 'TAN'),
        answer,
        ...(state.type === 'PHOTO' ? { photo: { text: answer } } : {}),
        ...(state.type === 'FLICKER_CODE' ? { opticalData: opticalData(hash, answer) } : {}),
      }
    }
    case 'REDIRECT_REQUIRED':
      return {
        hash,
        status,
        redirectUrl: `${bankPageUrl}?${REDIRECT_CONTEXT_FIELD}=${state.context}`,
        redirectContext: state.context,
        redirectContextField: REDIRECT_CONTEXT_FIELD,
      }
    case 'DECOUPLED_AUTH_REQUIRED':
    case 'DECOUPLED_AUTH_IN_PROGRESS':
      return {
        hash,
        status,
        title: CONFIRM_ON_DEVICE,
        message: messageOrDefault(state.step.decoupled.message, CONFIRM_ON_DEVICE),
      }
    default:
      return state satisfies never
  }
}

/** Returns undefined for a bank without a message (`null` in a scenario), and finAPI's own if the scenario has none. */
const messageOrDefault = (message: Text | null | undefined, ownText: Text): Text | undefined =>
  message === null ? undefined : (message ?? ownText)

const fillIn = (text: Text, answer: string): Text => {
  const fill = (words: string): string => words.replaceAll('{answer}', answer)
  return typeof text === 'string' ? fill(text) : { de: fill(text.de), en: fill(text.en) }
}

/** Encodes a start code of the flow, and the TAN if it is a number, in the place of an amount or account number. */
const opticalData = (hash: string, answer: string): string => {
  const startCode = String(Number.parseInt(hash.slice(0, 8), 16) % 100_000_000).padStart(8, '0')
  return flickerCode({ startCode, elements: /^\d+$/.test(answer) ? [answer] : [] })
}
