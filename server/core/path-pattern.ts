/** The maximum length of a path pattern, in characters. */
export const MAX_PATTERN = 200

/** A compiled path pattern. */
export interface PathPattern {
  test(path: string): boolean
}

/**
 * Compiles a path pattern. `*` matches any characters of one part between slashes, a parameter such as `{id}` at least
 * one of them, `**` any number of parts, and anything else matches itself.
 *
 * Patterns come from clients, so they are not made regular expressions, whose time can grow exponentially. Here, the
 * time grows with the length of the path: the shortest match of what stands before a `**` is always the best one, so
 * there is nothing to try again.
 */
export const pathPattern = (pattern: string): PathPattern => {
  // More than two stars mean the same as two.
  const [first = [], ...others] = pattern.split(/\*{2,}/).map(toSections)
  const last = others.pop()
  if (last === undefined) return { test: (path) => fitsRest(path, first, 0) }
  return {
    test: (path) => {
      let end = fitsAt(path, first, 0)
      for (const sections of others) if (end >= 0) end = findEnd(path, sections, end)
      return end >= 0 && fitsEnd(path, last, end)
    },
  }
}

/** A literal text, and the wildcard before it, which matches at least `least` characters and no slash. */
interface Section {
  readonly text: string
  readonly least: number
}

/** Splits the pattern between two `**`. The first section has no wildcard. */
const toSections = (pattern: string): Section[] => {
  const [text = '', ...rest] = pattern.split(/(\*|\{\w+\})/)
  const sections = [{ text, least: 0 }]
  for (let index = 0; index < rest.length; index += 2) {
    const least = rest[index] === '*' ? 0 : 1
    const next = rest[index + 1] ?? ''
    const previous = sections.at(-1)
    // Wildcards side by side are one: its matches are as long as theirs together.
    if (sections.length > 1 && previous?.text === '') {
      sections[sections.length - 1] = { text: next, least: previous.least + least }
    } else sections.push({ text: next, least })
  }
  return sections
}

/** Returns the end of the shortest match that begins at `start`; -1 if there is none. */
const fitsAt = (path: string, sections: readonly Section[], start: number): number => {
  let end = start
  for (const [index, section] of sections.entries()) {
    const at = index > 0 ? findSection(path, section, end) : path.startsWith(section.text, start) ? start : -1
    if (at < 0) return -1
    end = at + section.text.length
  }
  return end
}

/** Returns the first place of a section's text behind its wildcard, which begins at `start`; -1 if there is none. */
const findSection = (path: string, { text, least }: Section, start: number): number => {
  const slash = path.indexOf('/', start)
  const limit = slash < 0 ? path.length : slash
  const slashInText = text.indexOf('/')
  if (slashInText >= 0) {
    // The wildcard matches no slash, so the first one in the text is the first one in the path.
    const at = limit - slashInText
    return slash >= 0 && at >= start + least && path.startsWith(text, at) ? at : -1
  }
  const at = path.slice(start + least, limit).indexOf(text)
  return at < 0 || start + least > limit ? -1 : start + least + at
}

/** Returns whether the sections match the path from `start` to its end. */
const fitsRest = (path: string, sections: readonly Section[], start: number): boolean => {
  const last = sections.at(-1)
  if (last === undefined || sections.length === 1) return path.slice(start) === last?.text
  const end = fitsAt(path, sections.slice(0, -1), start)
  const at = path.length - last.text.length
  return end >= 0 && at >= end + last.least && path.endsWith(last.text) && !path.slice(end, at).includes('/')
}

/** Returns the end of the first match that begins at `from` or later; -1 if there is none. */
const findEnd = (path: string, sections: readonly Section[], from: number): number => {
  const text = sections[0]?.text ?? ''
  for (let start = path.indexOf(text, from); start >= 0; ) {
    const end = fitsAt(path, sections, start)
    if (end >= 0) return end
    // A later start in the same part of the path would fail at the same slash.
    const slash = path.indexOf('/', start)
    start = slash < 0 ? -1 : path.indexOf(text, slash + 1)
  }
  return -1
}

/** Returns whether the sections match the end of the path, from `from` or later. */
const fitsEnd = (path: string, sections: readonly Section[], from: number): boolean => {
  const [{ text } = { text: '' }] = sections
  if (sections.length === 1) return path.endsWith(text) && path.length - text.length >= from
  // The match has as many slashes as the sections, so it begins in the part that has as many behind it.
  let start = path.length
  const slashes = sections.reduce((count, section) => count + section.text.split('/').length - 1, 0)
  for (let count = 0; count <= slashes && start >= 0; count++)
    start = start === 0 ? -1 : path.lastIndexOf('/', start - 1)
  const at = path.indexOf(text, Math.max(start + 1, from))
  return at >= 0 && fitsRest(path, sections, at)
}
