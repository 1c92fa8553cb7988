import { absoluteDate } from '../recording/dates.ts'
import { type Placeholder, placeholderKey, readTemplate, type Template } from '../recording/placeholder.ts'
import type { AnalysedRecording, RecordedUser } from './analyse.ts'
import { makeIban, makeValue, makeWord, PICTURE } from './values.ts'

/** Identifies one user of the client, for as long as the replay runs. */
export type SessionId = symbol

/** The part of the state that all bindings of a replay share. */
export interface BindingContext {
  readonly recording: AnalysedRecording
  /** The moment that days and times are relative to. */
  readonly start: Date
  /** Base URL of the bank's pages. */
  readonly origin: string
  /** The placeholder and the session of every live value. */
  readonly byValue: Map<string, { readonly key: string; readonly session: SessionId | undefined }>
  readonly templates: Map<string, { readonly template: Template; readonly pattern: RegExp }>
  /** Returns 1, 2, 3 … */
  readonly nextNumber: () => number
}

/**
 * The live values of placeholders: those of a client are bound when they first arrive, those of the server when they
 * are first sent. What concerns a single user is bound per session, so that two sessions never share an id;
 * everything else is bound in `shared`.
 */
export interface Bindings {
  readonly context: BindingContext
  readonly shared: Bindings | undefined
  readonly session: SessionId | undefined
  /** The recorded user that the session follows. */
  readonly user: RecordedUser | undefined
  readonly values: Map<string, string>
  /** Keys of values that the replay made up for the client, because a response needed them first. */
  readonly provisional: Set<string>
  firstId: number | undefined
}

/** Ids start here: above what could be taken for a count, within the range of a 32-bit integer. */
const MIN_ID = 1_000_000

/** Makes the context of a replay; days and times are relative to `start`. */
export const createBindingContext = (recording: AnalysedRecording, origin: string, start: Date): BindingContext => {
  let count = 0
  const nextNumber = (): number => {
    count += 1
    return count
  }
  return { recording, start, origin, byValue: new Map(), templates: new Map(), nextNumber }
}

/** Makes the bindings that all sessions share. */
export const createSharedBindings = (context: BindingContext): Bindings => ({
  context,
  shared: undefined,
  session: undefined,
  user: undefined,
  values: new Map(),
  provisional: new Set(),
  firstId: undefined,
})

/** Makes the bindings of a session that follows a recorded user. */
export const createSessionBindings = (shared: Bindings, session: SessionId, user: RecordedUser): Bindings => ({
  ...createSharedBindings(shared.context),
  shared,
  session,
  user,
})

/** Returns the bindings responsible for a key: those of the session, or the shared ones. */
const scopeFor = (bindings: Bindings, key: string): Bindings =>
  bindings.shared && !bindings.context.recording.owners.has(key) ? bindings.shared : bindings

/** Returns the live value that a key is bound to. */
export const readBinding = (bindings: Bindings, key: string): string | undefined =>
  scopeFor(bindings, key).values.get(key)

/** Returns whether the replay itself made up a value that is the client's to choose. */
export const isProvisional = (bindings: Bindings, key: string): boolean => scopeFor(bindings, key).provisional.has(key)

/** Returns whether the recorded server generated the values of a key. */
export const isFromServer = ({ context }: Bindings, key: string): boolean => context.recording.serverKeys.has(key)

const bind = (scope: Bindings, key: string, value: string): void => {
  scope.provisional.delete(key)
  scope.values.set(key, value)
  scope.context.byValue.set(value, { key, session: scope.session })
}

/** Ids keep the order of the recording, and those of two sessions are far apart. */
const makeId = (scope: Bindings, number: number): string => {
  const { context } = scope
  scope.firstId ??= MIN_ID + (scope.shared ? context.nextNumber() * context.recording.idRange : 0)
  return String(scope.firstId + number)
}

const makeBoundValue = (scope: Bindings, { kind, form, number }: Placeholder): string => {
  switch (kind) {
    case 'id':
      return makeId(scope, number)
    case 'iban':
      return makeIban(number)
    case 'host':
      return `host-${number}.example`
    case 'page':
      return `${scope.context.origin}/bank/${scope.context.nextNumber()}`
    case 'email':
      return `psu-${number}@example.com`
    case 'phone':
      return `+49 89 ${100_000 + number}`
    case 'auth':
      return `1/${number}`
    case 'data':
      return form.startsWith('text') ? PICTURE : makeValue(form)
    case 'word':
      return makeWord(number)
    default:
      return makeValue(form)
  }
}

const DATE_KINDS = new Set(['day', 'time', 'now'])

/**
 * Returns whether the value of a placeholder follows from the start of the replay or from the placeholder, so that
 * nothing is bound: dates, and the words of names, apart from those of a name that the client gave.
 */
export const isComputed = (bindings: Bindings, placeholder: Placeholder): boolean =>
  DATE_KINDS.has(placeholder.kind) ||
  (placeholder.kind === 'word' && isFromServer(bindings, placeholderKey(placeholder)))

/** Returns the value of a placeholder that is computed each time instead of being bound. */
const computeValue = (placeholder: Placeholder, start: Date): string | undefined => {
  switch (placeholder.kind) {
    case 'day':
    case 'time':
      return absoluteDate(placeholder, start)
    case 'now':
      return absoluteDate({ ...placeholder, kind: 'time', number: 0 }, new Date())
    case 'word':
      return makeWord(placeholder.number)
    default:
      return undefined
  }
}

/** Returns the live value of a placeholder, and makes and binds one if there is none. */
export const resolve = (bindings: Bindings, placeholder: Placeholder): string => {
  const computed = isComputed(bindings, placeholder) ? computeValue(placeholder, bindings.context.start) : undefined
  if (computed !== undefined) return computed
  const key = placeholderKey(placeholder)
  const scope = scopeFor(bindings, key)
  const bound = scope.values.get(key)
  if (bound !== undefined) return bound
  const value = makeBoundValue(scope, placeholder)
  bind(scope, key, value)
  if (!isFromServer(scope, key)) scope.provisional.add(key)
  return value
}

/** Removes the binding of a placeholder, so that the next response has another value: a request id, for example. */
export const unbind = (bindings: Bindings, placeholder: Placeholder): void => {
  const key = placeholderKey(placeholder)
  const { values } = scopeFor(bindings, key)
  const value = values.get(key)
  values.delete(key)
  if (value !== undefined) bindings.context.byValue.delete(value)
}

/** Adds the bindings of a request that was recognised. */
export const addBindings = (bindings: Bindings, added: ReadonlyMap<string, string>): void => {
  for (const [key, value] of added)
    if (readBinding(bindings, key) !== value || isProvisional(bindings, key)) bind(scopeFor(bindings, key), key, value)
}

/** Parses a recorded text, once. */
export const parseTemplate = (
  { context: { templates } }: Bindings,
  text: string,
): { readonly template: Template; readonly pattern: RegExp } => {
  const known = templates.get(text)
  if (known) return known
  const template = readTemplate(text)
  const escaped = template.texts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const parsed = { template, pattern: new RegExp(`^${escaped.join('(.*?)')}$`, 's') }
  templates.set(text, parsed)
  return parsed
}

/** Returns a recorded text with live values. */
export const render = (bindings: Bindings, text: string): string => {
  const { texts, placeholders } = parseTemplate(bindings, text).template
  return texts
    .map((part, index) => {
      const placeholder = placeholders[index]
      return part + (placeholder ? resolve(bindings, placeholder) : '')
    })
    .join('')
}
