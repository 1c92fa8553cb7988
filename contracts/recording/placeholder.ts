/** Stands in a recording for a value that is secret, personal, or different each time. */
export interface Placeholder {
  readonly kind: string
  /** The format of the value: `uuid`, `hex32`, `digits10`, `text128`, or the format of a date. */
  readonly form: string
  /** Distinguishes values of a kind; for days and times the distance from the start of the recording. */
  readonly number: number
  /** True if the JSON value was a number. */
  readonly isNumber: boolean
}

const PATTERN = /\{\{(#?)([a-zA-Z]+)(?:\.([a-zA-Z]+\d*))?:(-?\d+)\}\}/g

/** `{{hash.hex32:3}}`; `{{#id:7}}` where the value was a number. */
export const writePlaceholder = ({ kind, form, number, isNumber }: Placeholder): string =>
  `{{${isNumber ? '#' : ''}${kind}${form === '' ? '' : `.${form}`}:${number}}}`

/** Returns the key of a value: the same for the number, the string, and a mention within a text. */
export const placeholderKey = ({ kind, number }: Placeholder): string => `${kind}:${number}`

/** A parsed text: plain texts and placeholders in turn, beginning and ending with a text. */
export interface Template {
  readonly texts: readonly string[]
  readonly placeholders: readonly Placeholder[]
}

export const readTemplate = (text: string): Template => {
  const texts: string[] = []
  const placeholders: Placeholder[] = []
  let from = 0
  for (const match of text.matchAll(PATTERN)) {
    texts.push(text.slice(from, match.index))
    placeholders.push({
      kind: match[2] ?? '',
      form: match[3] ?? '',
      number: Number(match[4]),
      isNumber: match[1] === '#',
    })
    from = match.index + match[0].length
  }
  return { texts: [...texts, text.slice(from)], placeholders }
}

/** Returns the placeholder that makes up the whole text. */
export const readPlaceholder = (text: string): Placeholder | undefined => {
  if (!text.startsWith('{{')) return undefined
  const { texts, placeholders } = readTemplate(text)
  return placeholders.length === 1 && texts.every((part) => part === '') ? placeholders[0] : undefined
}

/** Returns the form of an opaque value, which is enough to make a similar one. */
export const detectForm = (value: string): string => {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return 'uuid'
  if (/^\d+$/.test(value)) return `digits${value.length}`
  if (/^[0-9a-f]{8,}$/.test(value)) return `hex${value.length}`
  return `text${value.length}`
}
