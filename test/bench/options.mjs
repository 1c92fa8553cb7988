import { parseArgs } from 'node:util'

export const USAGE = `Usage: npm run bench [-- FLAGS]

  --short       import step, GET and start only, without the other mock servers: 25 s at most
  --v1          measures v1 of the API too
  --gate        exits with 1 where a figure misses its gate, 20 to 25 % beside its goal
  --write-docs  writes the tables and the chart of docs/performance.md
`

const flag = { type: 'boolean', default: false }

/** Reads the command line, or answers why it cannot be followed. */
export const readOptions = (args) => {
  try {
    const { values } = parseArgs({
      args,
      options: { short: flag, v1: flag, gate: flag, 'write-docs': flag, help: flag },
    })
    const { short, v1, gate, help, 'write-docs': writeDocs } = values
    if (short && (gate || writeDocs)) {
      return { error: `--short is too short for --${gate ? 'gate' : 'write-docs'}: leave one of them out` }
    }
    return { short, v1, gate, writeDocs, help }
  } catch (error) {
    return { error: error.message }
  }
}
