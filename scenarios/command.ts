import { parseArgs } from 'node:util'
import { type Approach, approachOf } from './approach.ts'
import { stateDiagram } from './diagram.ts'
import { createLibrary, embeddedContents, type Library } from './library.ts'
import { meetingPlaces } from './meeting-places.ts'
import { nearest } from './nearest.ts'
import { LOGIN_LABEL } from './own-bank.ts'
import { firstCall, tellStory } from './story.ts'

/** The process that a command runs in. */
export interface ScenariosLine {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly write: (text: string) => void
  /** One line about what is wrong. */
  readonly printError: (line: string) => void
}

const HELP = `finapi-mock scenarios: the sequences that can be played

  finapi-mock scenarios          lists them all
  finapi-mock scenarios NAME     tells one step by step, with a call to begin it and a diagram

  --scenarios DIR      add the YAML and JSON files of a directory
  --json               the list, or one sequence, as JSON
  --mermaid            only the diagram of NAME
  --help               show this
`

const FLAGS = {
  scenarios: { type: 'string' },
  json: { type: 'boolean' },
  mermaid: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/**
 * The command `finapi-mock scenarios`; answers its exit code. Throws an OptionError for files that cannot be used, and
 * the errors of parseArgs.
 */
export const runScenariosCommand = async (
  args: readonly string[],
  { environment, write, printError }: ScenariosLine,
): Promise<number> => {
  const { values, positionals } = parseArgs({ args: [...args], options: FLAGS, allowPositionals: true })
  if (values.help) {
    write(HELP)
    return 0
  }
  const library = await libraryOf(values.scenarios ?? environment.FINAPI_MOCK_SCENARIOS)
  const [name, ...more] = positionals
  if (name === undefined || more.length > 0) {
    if (name === undefined && !values.mermaid) {
      write(values.json ? asJson(library.scenarios.map((scenario) => summary(library, scenario.name))) : list(library))
      return 0
    }
    printError(`finapi-mock: name one scenario${name === undefined ? ' for --mermaid' : `, not ${positionals.length}`}`)
    return 2
  }
  if (!library.hasScenario(name)) {
    printError(`finapi-mock: there is no scenario '${name}'; ${suggestion(library, name)}`)
    return 2
  }
  write(
    values.mermaid
      ? stateDiagram(library.scenario(name))
      : values.json
        ? asJson({ ...summary(library, name), ...library.scenario(name) })
        : tell(library, name),
  )
  return 0
}

/** What reads files is loaded only where there are any. */
const libraryOf = async (directory: string | undefined): Promise<Library> => {
  if (directory === undefined) return createLibrary(embeddedContents)
  const { loadScenarios } = await import('./load.ts')
  return createLibrary(await loadScenarios(directory, embeddedContents))
}

const suggestion = (library: Library, name: string): string => {
  const names = library.scenarios.map((scenario) => scenario.name)
  const similar = nearest(name, names)
  const near = similar.length > 0 ? similar : names.filter((candidate) => candidate.includes(name)).slice(0, 3)
  return near.length === 0 ? "'finapi-mock scenarios' lists them all" : `did you mean ${near.join(', ')}?`
}

const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** One line of the list, for machines. */
const summary = (library: Library, name: string) => {
  const scenario = library.scenario(name)
  return {
    name,
    approach: approachOf(scenario),
    story: scenario.story,
    places: meetingPlaces(library, scenario),
  }
}

const APPROACHES: readonly Approach[] = ['embedded', 'redirect', 'decoupled']

const list = (library: Library): string => {
  const rows = library.scenarios.map((scenario) => {
    const places = meetingPlaces(library, scenario)
    return { scenario, approach: approachOf(scenario), place: places[0], demo: places.at(-1) }
  })
  const width = Math.max(...rows.map(({ scenario }) => scenario.name.length))
  const blzWidth = Math.max(...rows.map(({ place }) => place?.blz.length ?? 0))
  const groups = APPROACHES.flatMap((approach) => {
    const group = rows.filter((row) => row.approach === approach)
    const demo = group[0]?.demo
    return [
      `${approach}: at the bank named here, or at ${demo?.blz} (id ${demo?.bankId}) with the name as ${LOGIN_LABEL}`,
      ...group.map(({ scenario: { name, story }, place }) => {
        const id = String(place?.bankId ?? '').padEnd(6)
        return `  ${name.padEnd(width)}  ${(place?.blz ?? '').padEnd(blzWidth)}  ${id}  ${story}`
      }),
      '',
    ]
  })
  return `${groups.join('\n')}\n'finapi-mock scenarios NAME' tells one step by step.\n`
}

const tell = (library: Library, name: string): string => {
  const scenario = library.scenario(name)
  return [
    ...tellStory(library, scenario),
    '',
    'A call that begins it (API v2)',
    `  curl http://127.0.0.1:8510/api/v2/bankConnections/import -H "Authorization: Bearer $USER_TOKEN" \\`,
    `    -H 'Content-Type: application/json' -d '${inQuotes(JSON.stringify(firstCall(library, scenario)))}'`,
    '',
    'As a diagram (Mermaid)',
    '',
    ...stateDiagram(scenario)
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
    '',
  ].join('\n')
}

/** Text between single quotes of a shell. */
const inQuotes = (text: string): string => text.replaceAll("'", String.raw`'\''`)
