/**
 * Reads a pattern of paths: `*` stands for a part between slashes, `**` for any number of them, and so does a parameter
 * such as `{id}` for one part. Anything else stands for itself.
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
