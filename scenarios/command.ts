import { parseArgs } from 'node:util'
import { approachOf } from './approach.ts'
import { describeScenario, firstCall } from './describe-scenario.ts'
import { stateDiagram } from './diagram.ts'
import { entryPoints } from './entry-points.ts'
import { createLibrary, embeddedContents, type Library } from './library.ts'
import { nearest } from './nearest.ts'
import { LOGIN_LABEL } from './own-bank.ts'
import type { Scenario } from './types.ts'
import { wrapLine } from './wrap-line.ts'

/** The process that a command runs in. */
export interface ScenariosLine {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly write: (text: string) => void
  /** Prints one line about an error. */
  readonly printError: (line: string) => void
}

const HELP = `finapi-mock scenarios: lists the scenarios and describes each of them

  finapi-mock scenarios          lists all scenarios
  finapi-mock scenarios GROUP    lists one group: embedded, redirect, decoupled or direct
  finapi-mock scenarios NAME     describes one step by step, with a first call and a diagram

  --scenarios DIR      add the YAML and JSON files of a directory
  --json               print the list, or one scenario, as JSON
  --mermaid            print only the diagram of NAME
  --help               show this
`

const FLAGS = {
  scenarios: { type: 'string' },
  json: { type: 'boolean' },
  mermaid: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** The groups of the list; scenarios without authentication are a group of their own. */
const GROUPS = {
  embedded: 'the PSU answers in the client',
  redirect: "the PSU goes to the bank's page",
  decoupled: 'the PSU decides on another device',
  direct: 'no authentication; the first call imports, or the bank refuses it',
} as const

type Group = keyof typeof GROUPS

const WIDTH = 100

/**
 * Runs the command `finapi-mock scenarios` and returns its exit code. Throws an OptionError for files that cannot be used,
 * and the errors of parseArgs.
 */
export const runScenariosCommand = async (args: readonly string[], line: ScenariosLine): Promise<number> => {
  const { values, positionals } = parseArgs({ args: [...args], options: FLAGS, allowPositionals: true })
  if (values.help) {
    line.write(HELP)
    return 0
  }
  const library = await loadLibrary(values.scenarios ?? line.environment.FINAPI_MOCK_SCENARIOS)
  const [name, ...more] = positionals
  const usageError = (message: string): number => {
    line.printError(`finapi-mock: ${message}`)
    return 2
  }
  if (more.length > 0) return usageError(`name one scenario, not ${positionals.length}`)
  if (name !== undefined && library.hasScenario(name)) {
    line.write(printScenario(library, library.scenario(name), values))
    return 0
  }
  if (name !== undefined && !isGroup(name)) {
    return usageError(`there is no scenario '${name}'; ${suggest(library, name)}`)
  }
  if (values.mermaid) return usageError('name one scenario for --mermaid')
  line.write(printList(library, name, values))
  return 0
}

/** Loads the reader of files only for a directory. */
const loadLibrary = async (directory: string | undefined): Promise<Library> => {
  if (directory === undefined) return createLibrary(embeddedContents)
  const { loadScenarios } = await import('./load.ts')
  return createLibrary(await loadScenarios(directory, embeddedContents))
}

const isGroup = (name: string): name is Group => Object.hasOwn(GROUPS, name)

const toGroup = (scenario: Scenario): Group =>
  scenario.steps.every((step) => 'reject' in step) ? 'direct' : approachOf(scenario)

const suggest = (library: Library, name: string): string => {
  const names = [...library.scenarios.map((scenario) => scenario.name), ...Object.keys(GROUPS)]
  const similar = nearest(name, names)
  const near = similar.length > 0 ? similar : names.filter((candidate) => candidate.includes(name)).slice(0, 3)
  return near.length === 0 ? "'finapi-mock scenarios' lists them all" : `did you mean ${near.join(', ')}?`
}

const toJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** Returns an entry of the list for machines. */
const summarise = (library: Library, scenario: Scenario) => ({
  name: scenario.name,
  group: toGroup(scenario),
  approach: approachOf(scenario),
  description: scenario.description,
  ...(scenario.clientBehaviour === undefined ? {} : { clientBehaviour: scenario.clientBehaviour }),
  entryPoints: entryPoints(library, scenario),
})

interface Format {
  readonly json?: boolean | undefined
  readonly mermaid?: boolean | undefined
}

const printList = (library: Library, group: Group | undefined, { json }: Format): string => {
  const listed = library.scenarios
    .filter((scenario) => group === undefined || toGroup(scenario) === group)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  if (json) return toJson(listed.map((scenario) => summarise(library, scenario)))
  const groups = group === undefined ? Object.keys(GROUPS).filter(isGroup) : [group]
  const sections = groups.map((one) =>
    listGroup(
      library,
      one,
      listed.filter((scenario) => toGroup(scenario) === one),
    ),
  )
  return `${sections.flat().join('\n')}\n'finapi-mock scenarios NAME' describes one step by step.\n`
}

const listGroup = (library: Library, group: Group, scenarios: readonly Scenario[]): string[] => {
  const rows = scenarios.map((scenario) => ({ scenario, points: entryPoints(library, scenario) }))
  const demo = rows[0]?.points.at(-1)
  const width = Math.max(...scenarios.map(({ name }) => name.length))
  return [
    ...wrapLine(`${group} (${scenarios.length}): ${GROUPS[group]}`, WIDTH),
    `At the bank named here, or at ${demo?.blz} (id ${demo?.bankId}) with the name as ${LOGIN_LABEL}.`,
    '',
    ...rows.flatMap(({ scenario: { name, description }, points: [point] }) => [
      `  ${name.padEnd(width)}  ${point?.blz} (id ${point?.bankId})`,
      ...wrapLine(`      ${description}`, WIDTH),
    ]),
    '',
  ]
}

const printScenario = (library: Library, scenario: Scenario, { json, mermaid }: Format): string => {
  if (mermaid) return stateDiagram(scenario)
  if (json) return toJson({ ...summarise(library, scenario), ...scenario })
  return [
    ...describeScenario(library, scenario).flatMap((line) => wrapLine(line, WIDTH)),
    '',
    'First call (API v2)',
    '  curl http://127.0.0.1:8510/api/v2/bankConnections/import \\',
    `    -H "Authorization: Bearer $USER_TOKEN" -H 'Content-Type: application/json' \\`,
    `    -d '${quoteForShell(JSON.stringify(firstCall(library, scenario)))}'`,
    '',
    'Diagram (Mermaid)',
    '',
    ...stateDiagram(scenario)
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
    '',
  ].join('\n')
}

/** Escapes a text that stands between single quotes of a shell. */
const quoteForShell = (text: string): string => text.replaceAll("'", String.raw`'\''`)
