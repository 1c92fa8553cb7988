const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** XML 1.0 cannot contain these characters, not even as `&#27;`. */
const isForbidden = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0
  if (code === 0x9 || code === 0xa || code === 0xd) return false
  return (
    code < 0x20 || (code >= 0x7f && code <= 0x9f) || (code >= 0xd800 && code <= 0xdfff) || (code & 0xfffe) === 0xfffe
  )
}

const toEscape = (character: string): string => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`

/** Returns any text as XML; control characters become visible, such as `\u001b`. */
export const formatText = (text: string): string =>
  Array.from(text, (character) => (isForbidden(character) ? toEscape(character) : (entities[character] ?? character)))
    .join('')
    .replaceAll('\r', '&#13;')

/** Returns any text as the value of an attribute, where parsers would turn line breaks into blanks. */
export const formatAttribute = (text: string): string =>
  formatText(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')

/** Returns an element with those attributes that have a value. */
export const formatElement = (
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content: readonly string[] = [],
): string => {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${formatAttribute(String(value))}"`)
    .join('')
  return content.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${content.join('')}</${name}>`
}
