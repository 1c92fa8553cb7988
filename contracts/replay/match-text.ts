import { detectForm, type Placeholder, placeholderKey } from '../recording/placeholder.ts'
import {
  type Bindings,
  isComputed,
  isFromServer,
  isProvisional,
  parseTemplate,
  readBinding,
  resolve,
} from './bindings.ts'

/**
 * How closely live values have to match the recorded ones: `strict` for a request of the recorded client, `lenient`
 * for one of another client, `asAnswered` for a response that was replayed from another place of the recording.
 */
export type Strictness = 'strict' | 'lenient' | 'asAnswered'

/** A comparison of something live with something recorded. */
export interface Comparison {
  readonly bindings: Bindings
  readonly strictness: Strictness
  /** The bindings that would make both equal, collected on the way. */
  readonly bound: Map<string, string>
}

/** A live value where the recording has a placeholder. */
interface LiveValue {
  readonly placeholder: Placeholder
  readonly key: string
  readonly value: string
  /** The value that the placeholder is bound to so far. */
  readonly current: string | undefined
}

const acceptsComputed = ({ bindings, strictness }: Comparison, { placeholder, value }: LiveValue): boolean =>
  strictness !== 'strict' || placeholder.kind === 'now' || value === resolve(bindings, placeholder)

const acceptsAnswered = ({ placeholder, value, current }: LiveValue): boolean =>
  current === undefined || value === current || placeholder.kind === 'request'

/** Returns whether a value was sent to a session, this one or another one, for a placeholder of this kind. */
const wasSentTo = (whose: 'this' | 'another', { bindings }: Comparison, { placeholder, value }: LiveValue): boolean => {
  const known = bindings.context.byValue.get(value)
  if (known?.session === undefined || !known.key.startsWith(`${placeholder.kind}:`)) return false
  return (known.session === bindings.session) === (whose === 'this')
}

/** A value of the server has to be the one that it sent; a client may also use one of another user. */
const acceptsFromServer = (comparison: Comparison, live: LiveValue): boolean => {
  const { bindings, strictness } = comparison
  const { key, value, current } = live
  if (current !== undefined) return value === current
  const owner = bindings.context.recording.owners.get(key)
  if (owner !== undefined && owner !== bindings.user) return wasSentTo('another', comparison, live)
  return strictness === 'lenient' && wasSentTo('this', comparison, live)
}

/** Another client may choose any value, apart from those that the server sent for something else. */
const acceptsFromAnotherClient = ({ bindings }: Comparison, { value, current }: LiveValue): boolean => {
  const known = bindings.context.byValue.get(value)
  return value === current || known === undefined || !isFromServer(bindings, known.key)
}

/** The recorded client sends the bound value, or a new one of the same form. */
const acceptsFromClient = ({ bindings, bound }: Comparison, { placeholder, key, value, current }: LiveValue) => {
  if (value === current) return true
  if (current !== undefined && !isProvisional(bindings, key)) return false
  // Two values that were different in the recording cannot be the same now.
  const other = bindings.context.byValue.get(value)
  const isTaken = (other && readBinding(bindings, other.key) === value) || [...bound.values()].includes(value)
  const hasForm = placeholder.form === '' || detectForm(value) === placeholder.form
  return !isTaken && hasForm
}

const accepts = (comparison: Comparison, placeholder: Placeholder, value: string): boolean => {
  const { bindings, bound, strictness } = comparison
  const key = placeholderKey(placeholder)
  const live = { placeholder, key, value, current: bound.get(key) ?? readBinding(bindings, key) }
  if (isComputed(bindings, placeholder)) return acceptsComputed(comparison, live)
  if (strictness === 'asAnswered') return acceptsAnswered(live)
  if (isFromServer(bindings, key)) return acceptsFromServer(comparison, live)
  return strictness === 'lenient' ? acceptsFromAnotherClient(comparison, live) : acceptsFromClient(comparison, live)
}

/** Compares a live text with a recorded one; adds to `bound` what each placeholder would be bound to. */
export const matchesText = (comparison: Comparison, recorded: string, live: string): boolean => {
  const { template, pattern } = parseTemplate(comparison.bindings, recorded)
  if (template.placeholders.length === 0) return recorded === live
  const match = pattern.exec(live)
  if (!match) return false
  return template.placeholders.every((placeholder, index) => {
    const value = match[index + 1] ?? ''
    if (!accepts(comparison, placeholder, value)) return false
    if (!isComputed(comparison.bindings, placeholder)) comparison.bound.set(placeholderKey(placeholder), value)
    return true
  })
}
