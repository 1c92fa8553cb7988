import { checkContents, checkPersona, type SourcedContents } from './check.ts'
import { expandPersonas } from './expand-personas.ts'
import { validateBank, validatePersona, validateScenario } from './generated/validators.js'
import { withPlaceholders } from './placeholders.ts'
import type { InnerProblem, Problem, Sourced } from './problem.ts'
import bankSchema from './schema/bank.json' with { type: 'json' }
import personaSchema from './schema/persona.json' with { type: 'json' }
import scenarioSchema from './schema/scenario.json' with { type: 'json' }
import { type Schema, schemaViolations } from './schema-violations.ts'
import { readSource, type SourceText } from './source-text.ts'
import type { Bank, Persona, PersonaDefinition, Scenario, ScenarioDefinition } from './types.ts'

export type FileKind = 'scenario' | 'bank' | 'persona'

export interface FileText {
  /** As it is shown in messages. */
  file: string
  kind: FileKind
  text: string
}

/** A problem with its place; both count from 1. */
export interface PlacedProblem extends Problem {
  line: number
  column: number
}

export interface ReadFiles {
  scenarios: readonly Scenario[]
  banks: readonly Bank[]
  personas: readonly Persona[]
  /** In the order of files and lines. If there is any, the rest is incomplete. */
  problems: readonly PlacedProblem[]
}

/** Reads and checks files, each by its schema and all together; `known` is what they stand beside. */
export const readFiles = async (files: readonly FileText[], known: SourcedContents): Promise<ReadFiles> => {
  const sources = new Map(files.map(({ file, text }) => [file, readSource(text)]))
  const place = (problem: Problem): PlacedProblem => placeProblem(problem, sources.get(problem.file))
  const read = files.map((file, index) => readDefinitions(file, sources.get(file.file), index))
  const { scenarios, personas, problems } = await expandPersonas({
    scenarios: read.flatMap((one) => one.scenarios),
    personas: read.flatMap((one) => one.personas),
  })
  const banks = read.flatMap((one) => one.banks)
  // A reference to a bank or a persona cannot be checked while one of their files is unreadable.
  const isUnreadable = files.some(({ kind }, index) => kind !== 'scenario' && (read[index]?.problems ?? []).length > 0)
  const contents = {
    scenarios: [...known.scenarios, ...scenarios],
    banks: [...known.banks, ...banks],
    personas: [...known.personas, ...personas],
  }
  const found = [
    ...(isUnreadable ? [] : checkContents(contents).filter(({ file }) => sources.has(file))),
    ...problems,
    ...personas.flatMap(checkPersona),
  ]
  return {
    scenarios: scenarios.map(({ value }) => value),
    banks: banks.map(({ value }) => value),
    personas: personas.map(({ value }) => value),
    problems: [...read.flatMap((one) => one.problems), ...found.map(place)].toSorted(byPlace),
  }
}

const placeProblem = (problem: Problem, source: SourceText | undefined): PlacedProblem => ({
  ...problem,
  ...(source?.locate(problem.path, problem.atKey) ?? { line: 1, column: 1 }),
})

const byPlace = (a: PlacedProblem, b: PlacedProblem): number => {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column
}

/** The contents of one file, and its violations of the schema. */
interface Definitions {
  readonly scenarios: readonly Sourced<ScenarioDefinition>[]
  readonly banks: readonly Sourced<Bank>[]
  readonly personas: readonly Sourced<PersonaDefinition>[]
  readonly problems: readonly PlacedProblem[]
}

const readDefinitions = ({ file, kind }: FileText, source: SourceText | undefined, number: number): Definitions => {
  const nothing = { scenarios: [], banks: [], personas: [] }
  if (source === undefined) return { ...nothing, problems: [] }
  if (source.errors.length > 0) {
    const problems = source.errors.map((error) => ({ file, path: [], ...error }))
    return { ...nothing, problems }
  }
  const problems = findViolations(kind, source.value).map((violation) => placeProblem({ file, ...violation }, source))
  const value = kind === 'scenario' ? withPlaceholders(source.value, number) : source.value
  if (kind === 'scenario' && validateScenario(value)) {
    return { ...nothing, scenarios: [{ file, path: [], value }], problems }
  }
  if (kind === 'persona' && validatePersona(value)) {
    return { ...nothing, personas: [{ file, path: [], value }], problems }
  }
  if (kind === 'bank' && validateBank(value)) {
    const banks = value.banks.map((bank, index): Sourced<Bank> => ({ file, path: ['banks', index], value: bank }))
    return { ...nothing, banks, problems }
  }
  return { ...nothing, problems }
}

const SCHEMAS: Readonly<
  Record<FileKind, { schema: Schema; validate: typeof validateScenario | typeof validateBank | typeof validatePersona }>
> = {
  scenario: { schema: scenarioSchema, validate: validateScenario },
  bank: { schema: bankSchema, validate: validateBank },
  persona: { schema: personaSchema, validate: validatePersona },
}

/** Returns what the schema's validator refuses, in better words than its own if there are any. */
const findViolations = (kind: FileKind, value: unknown): InnerProblem[] => {
  const { schema, validate } = SCHEMAS[kind]
  if (validate(value)) return []
  if (value === null || value === undefined) return [{ path: [], message: `is empty; it should contain a ${kind}` }]
  const found = schemaViolations(schema, value)
  if (found.length > 0) return found
  return (validate.errors ?? []).slice(0, 1).map(({ instancePath, message }) => ({
    path: instancePath.split('/').slice(1),
    message: message ?? 'does not fit the schema',
  }))
}
