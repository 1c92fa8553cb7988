/** A recording would contain a secret; no file of it was written. */
export class SecretInRecording extends Error {
  override name = 'SecretInRecording'
}

const MIN_WORD = 4
/** A value of this length is no word by chance, so it is searched for within other text as well. */
const MIN_ANYWHERE = 8

const encodings: readonly (readonly [string, (secret: string) => string])[] = [
  ['as it is', (secret) => secret],
  ['in a URL', (secret) => encodeURIComponent(secret)],
  ['in JSON', (secret) => JSON.stringify(secret).slice(1, -1)],
  ['in base64', (secret) => Buffer.from(secret).toString('base64').replace(/=+$/, '')],
  ['in hexadecimal', (secret) => Buffer.from(secret).toString('hex')],
]

/** Texts that are secret even if nothing is known about them. */
const patterns: readonly (readonly [string, RegExp])[] = [
  ['a JSON web token', /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+/],
  ['a bearer token', /\b(?:Bearer|Basic) +(?!\{\{)[\w.~+/-]{8,}/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
]

const splitWords = (text: string): Set<string> => new Set(text.match(/[A-Za-z0-9_~+@=-]+/g) ?? [])

const isEscaped = (text: string, quote: number): boolean => {
  let backslashes = 0
  while (text[quote - 1 - backslashes] === '\\') backslashes += 1
  return backslashes % 2 === 1
}

const findEndOfString = (text: string, start: number): number => {
  let end = text.indexOf('"', start + 1)
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end < 0 ? text.length : end
}

const isPlaceholder = (part: string): boolean =>
  part.startsWith('"{{') && part.endsWith('}}"') && part.indexOf('}') === part.length - 3

/** Returns every distinct string of JSON files once, without placeholders: most of a recording is repetition. */
const collectStrings = (files: Iterable<string>): string => {
  const strings = new Set<string>()
  for (const text of files)
    for (let start = text.indexOf('"'); start >= 0; ) {
      const end = findEndOfString(text, start)
      const part = text.slice(start, end + 1)
      if (!isPlaceholder(part)) strings.add(part)
      start = text.indexOf('"', end + 1)
    }
  return [...strings].join('\n')
}

/**
 * Searches the files of a recording for secrets, encoded ones too. Returns a description of the first one found that
 * does not contain the secret itself.
 */
export const findSecret = (files: Iterable<string>, secrets: readonly string[]): string | undefined => {
  const text = collectStrings(files)
  const pattern = patterns.find(([, expression]) => expression.test(text))
  if (pattern) return pattern[0]
  const words = splitWords(text)
  for (const secret of new Set(secrets)) {
    if (secret.length >= MIN_WORD && words.has(secret)) return 'a secret of this run, as it is'
    if (secret.length < MIN_ANYWHERE) continue
    const encoding = encodings.find(([, encode]) => text.includes(encode(secret)))
    if (encoding) return `a secret of this run, ${encoding[0]}`
  }
  return undefined
}
