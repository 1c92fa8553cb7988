import type { Chance } from '../helpers/chance.ts'
import { encodeText, oddText } from './odd-values.ts'

/** In bytes: the largest form that the server reads. */
export const MAX_FORM = 64 * 1024

type FormMutation = (parts: readonly string[], chance: Chance) => string

const replaceOne = (parts: readonly string[], chance: Chance, change: (part: string) => readonly string[]): string => {
  const chosen = chance.int(0, Math.max(0, parts.length - 1))
  return parts.flatMap((part, index) => (index === chosen ? change(part) : [part])).join('&')
}

const nameOf = (part: string): string => part.split('=', 1)[0] ?? ''

const FORM_MUTATIONS: readonly FormMutation[] = [
  (parts, chance) => replaceOne(parts, chance, (part) => [`${nameOf(part)}=${encodeText(oddText(chance))}`]),
  // Not encoded, as careless clients send it.
  (parts, chance) => replaceOne(parts, chance, (part) => [`${nameOf(part)}=${oddText(chance)}`]),
  (parts, chance) => replaceOne(parts, chance, () => []),
  (parts, chance) => replaceOne(parts, chance, (part) => [part, part]),
  (parts, chance) => replaceOne(parts, chance, (part) => [part, `${nameOf(part)}=other`]),
  (parts, chance) => replaceOne(parts, chance, (part) => [`${nameOf(part)}=%zz%`]),
  (parts, chance) => replaceOne(parts, chance, (part) => [`${nameOf(part)}[]=1&${nameOf(part)}[a]=2`]),
  (parts, chance) => replaceOne(parts, chance, (part) => [part.toUpperCase()]),
  (parts, chance) => [...parts, `${encodeText(oddText(chance))}=1`].join('&'),
  (parts) => [...parts, '', '=', '&&', '=x'].join('&'),
  (parts) => parts.join(';'),
  () => '',
]

/** Changes one field of a form or a query. */
export const mutateForm = (text: string, chance: Chance): string =>
  chance.pick(FORM_MUTATIONS)(text === '' ? [] : text.split('&'), chance)

const FORM_BODY_MUTATIONS: readonly ((text: string, chance: Chance) => string | Uint8Array)[] = [
  (text, chance) => padTo(text, MAX_FORM + chance.pick([-1, 0, 1, 50_000])),
  (text) => `${text}&${'a=&'.repeat(20_000)}`,
  (text) => JSON.stringify(Object.fromEntries(new URLSearchParams(text))),
  (text) => Buffer.concat([Buffer.from(text), Buffer.from([0xc3, 0x28, 0xff, 0])]),
  (text) => text.slice(0, Math.floor(text.length / 2)),
]

/** Adds a field until a form has a length. */
const padTo = (text: string, length: number): string =>
  `${text}&pad=${'x'.repeat(Math.max(0, length - Buffer.byteLength(text) - 5))}`

/** Changes a form at one place, or as a whole. */
export const mutateFormBody = (text: string, chance: Chance): string | Uint8Array =>
  chance.int(0, 9) < 2 ? chance.pick(FORM_BODY_MUTATIONS)(text, chance) : mutateForm(text, chance)
