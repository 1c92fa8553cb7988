/** Longer values are cut: a person reads a difference in a table cell. */
const MAX_LENGTH = 160
const MAX_LINES = 6

/** Formats a value as one short line. */
export const describe = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value))
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}… (${text.length} characters)` : text
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const walk = (actual: unknown, expected: unknown, path: string, found: string[]): void => {
  if (Object.is(actual, expected)) return
  if (!isObject(actual) || !isObject(expected) || Array.isArray(actual) !== Array.isArray(expected)) {
    found.push(`${path && `${path}: `}expected ${describe(expected)}, got ${describe(actual)}`)
    return
  }
  if (Array.isArray(actual) && Array.isArray(expected) && actual.length !== expected.length)
    found.push(`${path && `${path}: `}expected ${expected.length} entries, got ${actual.length}`)
  // By key: the order in which a server writes them means nothing.
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)]))
    walk(actual[key], expected[key], `${path}/${key}`, found)
}

/** Lists the differences of two JSON values, each with its path; empty if they are equal. */
export const differences = (actual: unknown, expected: unknown): string[] => {
  const found: string[] = []
  walk(actual, expected, '', found)
  return found
}

/** Formats the first few differences, one a line. */
export const summarize = (found: readonly string[]): string => {
  const rest = found.length - MAX_LINES
  return [...found.slice(0, MAX_LINES), ...(rest > 0 ? [`… and ${rest} more differences`] : [])].join('\n')
}
