/**
 * Compiles a path pattern. `*` and a parameter such as `{id}` match one part between slashes, `**` matches any number
 * of parts, and anything else matches itself.
 */
export const pathPattern = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split(/(\*\*|\*|\{\w+\})/)
      .map(
        (part, index) => (index % 2 === 0 ? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : WILDCARDS[part]) ?? '[^/]+',
      )
      .join('')}$`,
  )

const WILDCARDS: Readonly<Record<string, string>> = { '**': '.*', '*': '[^/]*' }
