/** What the type of a JSON value is called; `integer` is not told from `number`, because 0 is both. */
export type TypeName = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null' | 'text' | 'nothing'

/** What was seen at one place of the answers to an operation. */
export interface Shape {
  /** How often anything was there. */
  count: number
  readonly types: Map<TypeName, number>
  /** How strings were written: `date`, `iban`, `uuid`; only those that have a form. */
  readonly formats: Map<string, number>
  /** Values that look like a constant; undefined once another value came. */
  values: Set<string> | undefined
  /** Fields of the objects seen here. */
  readonly fields: Map<string, Shape>
  /** What the lists seen here hold. */
  items: Shape | undefined
}

export const emptyShape = (): Shape => ({
  count: 0,
  types: new Map(),
  formats: new Map(),
  values: new Set(),
  fields: new Map(),
  items: undefined,
})

/** The answers to one operation with one status. */
export interface AnswerShape {
  count: number
  readonly headers: Map<string, number>
  readonly body: Shape
}

/** Everything that was seen of a target. */
export interface Shapes {
  /** By operation and status, like `getBank 200`. */
  readonly answers: Map<string, AnswerShape>
  /** Statuses by rule and operation, like `banks.read-one getBank`; only of rules that were not skipped. */
  readonly statuses: Map<string, Set<number>>
  /** The rules that held: those that failed may have been cut short. */
  readonly held: Set<string>
}
