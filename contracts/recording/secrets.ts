/** A recording holds something that lets somebody in; nothing of it was kept. */
export class SecretInRecording extends Error {
  override name = 'SecretInRecording'
}

const MIN_WORD = 4
/** From this length on a value is no word by chance, and is looked for within other text as well. */
const MIN_ANYWHERE = 8

const disguises: readonly (readonly [string, (secret: string) => string])[] = [
  ['as it is', (secret) => secret],
  ['in a URL', (secret) => encodeURIComponent(secret)],
  ['in JSON', (secret) => JSON.stringify(secret).slice(1, -1)],
  ['in base64', (secret) => Buffer.from(secret).toString('base64').replace(/=+$/, '')],
  ['in hexadecimal', (secret) => Buffer.from(secret).toString('hex')],
]

/** Things that are secret whoever they belong to. */
const telltales: readonly (readonly [string, RegExp])[] = [
  ['a JSON web token', /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+/],
  ['a bearer token', /\b(?:Bearer|Basic) +(?!\{\{)[\w.~+/-]{8,}/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
]

/** Words that stand in quotes or between blanks: short secrets are only looked for as a whole. */
const wordsOf = (text: string): Set<string> => new Set(text.match(/[A-Za-z0-9_~+@=-]+/g) ?? [])

const isEscaped = (text: string, quote: number): boolean => {
  let backslashes = 0
  while (text[quote - 1 - backslashes] === '\\') backslashes += 1
  return backslashes % 2 === 1
}

const endOfString = (text: string, start: number): number => {
  let end = text.indexOf('"', start + 1)
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end < 0 ? text.length : end
}

const isPlaceholder = (part: string): boolean =>
  part.startsWith('"{{') && part.endsWith('}}"') && part.indexOf('}') === part.length - 3

/** Every text of the files once: a recording says most things many times, and much of it is placeholders. */
const readableText = (texts: Iterable<string>): string => {
  const parts = new Set<string>()
  for (const text of texts)
    for (let start = text.indexOf('"'); start >= 0; ) {
      const end = endOfString(text, start)
      const part = text.slice(start, end + 1)
      if (!isPlaceholder(part)) parts.add(part)
      start = text.indexOf('"', end + 1)
    }
  return [...parts].join('\n')
}

/**
 * Looks through the finished texts of a recording, knowing every secret that went over the wire. Answers what was
 * found and how it was written, never the secret itself.
 */
export const findSecret = (texts: Iterable<string>, secrets: readonly string[]): string | undefined => {
  const text = readableText(texts)
  const telltale = telltales.find(([, pattern]) => pattern.test(text))
  if (telltale) return telltale[0]
  const words = wordsOf(text)
  for (const secret of new Set(secrets)) {
    if (secret.length >= MIN_WORD && words.has(secret)) return 'a secret of this run, as it is'
    if (secret.length < MIN_ANYWHERE) continue
    const disguise = disguises.find(([, write]) => text.includes(write(secret)))
    if (disguise) return `a secret of this run, ${disguise[0]}`
  }
  return undefined
}
