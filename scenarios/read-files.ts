import { checkContents, checkPersona, type SourcedContents } from './check.ts'
import { validateBank, validatePersona, validateScenario } from './generated/validators.js'
import type { Path, Problem, Sourced } from './problem.ts'
import bankSchema from './schema/bank.json' with { type: 'json' }
import personaSchema from './schema/persona.json' with { type: 'json' }
import scenarioSchema from './schema/scenario.json' with { type: 'json' }
import { type Schema, schemaViolations } from './schema-violations.ts'
import { readSource, type SourceText } from './source-text.ts'
import type { Bank, Persona, Scenario } from './types.ts'

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
  /** In the order of files and lines. Where there is any, the rest is incomplete. */
  problems: readonly PlacedProblem[]
}

/** Reads files and checks them, each by its schema and all together; `known` is what stands beside them already. */
export const readFiles = (files: readonly FileText[], known: SourcedContents): ReadFiles => {
  const sources = new Map<string, SourceText>()
  const problems: PlacedProblem[] = []
  const scenarios: Sourced<Scenario>[] = []
  const banks: Sourced<Bank>[] = []
  const personas: Sourced<Persona>[] = []

  const place = (problem: Problem): void => {
    const { line, column } = sources.get(problem.file)?.locate(problem.path, problem.atKey) ?? { line: 1, column: 1 }
    problems.push({ ...problem, line, column })
  }

  const kinds = new Map(files.map(({ file, kind }) => [file, kind]))
  for (const { file, kind, text } of files) {
    const source = readSource(text)
    sources.set(file, source)
    for (const { message, ...at } of source.errors) problems.push({ file, path: [], message, ...at })
    if (source.errors.length > 0) continue
    const { value } = source
    const violations = violationsOf(kind, value)
    for (const violation of violations) place({ file, ...violation })
    if (violations.length > 0) continue
    if (kind === 'scenario' && validateScenario(value)) scenarios.push({ file, path: [], value })
    if (kind === 'persona' && validatePersona(value)) personas.push({ file, path: [], value })
    if (kind === 'bank' && validateBank(value)) {
      banks.push(...value.banks.map((bank, index): Sourced<Bank> => ({ file, path: ['banks', index], value: bank })))
    }
  }
  // What refers to a bank or a persona cannot be judged while their files are unreadable.
  if (!problems.some(({ file }) => kinds.get(file) !== 'scenario')) {
    checkContents({
      scenarios: [...known.scenarios, ...scenarios],
      banks: [...known.banks, ...banks],
      personas: [...known.personas, ...personas],
    })
      .filter(({ file }) => sources.has(file))
      .forEach(place)
  }
  personas.flatMap(checkPersona).forEach(place)
  return {
    scenarios: scenarios.map(({ value }) => value),
    banks: banks.map(({ value }) => value),
    personas: personas.map(({ value }) => value),
    problems: problems.toSorted((a, b) =>
      a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
    ),
  }
}

interface FoundViolation {
  path: Path
  message: string
  atKey?: boolean | undefined
}

const SCHEMAS: Readonly<
  Record<FileKind, { schema: Schema; validate: typeof validateScenario | typeof validateBank | typeof validatePersona }>
> = {
  scenario: { schema: scenarioSchema, validate: validateScenario },
  bank: { schema: bankSchema, validate: validateBank },
  persona: { schema: personaSchema, validate: validatePersona },
}

/** The schema's validator decides; what it refuses is told in better words than its own, where there are any. */
const violationsOf = (kind: FileKind, value: unknown): FoundViolation[] => {
  const { schema, validate } = SCHEMAS[kind]
  if (validate(value)) return []
  if (value === null || value === undefined) return [{ path: [], message: `is empty, but should hold a ${kind}` }]
  const found = schemaViolations(schema, value)
  if (found.length > 0) return found
  return (validate.errors ?? []).slice(0, 1).map(({ instancePath, message }) => ({
    path: instancePath.split('/').slice(1),
    message: message ?? 'does not fit the schema',
  }))
}
