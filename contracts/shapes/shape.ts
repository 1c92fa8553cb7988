/** The type of a JSON value; there is no `integer`, because 0 is both that and a `number`. */
export type TypeName = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null' | 'text' | 'nothing'

/** Everything seen at one place of the responses to an operation. */
export interface Shape {
  /** The number of values. */
  count: number
  readonly types: Map<TypeName, number>
  /** The formats of strings: `date`, `iban`, `uuid`; `text` for all others. */
  readonly formats: Map<string, number>
  /** Values that look like constants; undefined after any other value. */
  values: Set<string> | undefined
  /** The fields of objects. */
  readonly fields: Map<string, Shape>
  /** The items of lists. */
  items: Shape | undefined
}

/** Makes a shape without values. */
export const createShape = (): Shape => ({
  count: 0,
  types: new Map(),
  formats: new Map(),
  values: new Set(),
  fields: new Map(),
  items: undefined,
})

/** The responses to one operation with one status. */
export interface ResponseShape {
  count: number
  readonly headers: Map<string, number>
  readonly body: Shape
}

/** The shapes of all responses of a target. */
export interface Shapes {
  /** By operation and status, such as `getBank 200`. */
  readonly responses: Map<string, ResponseShape>
  /** Statuses by rule and operation, such as `banks.read-one getBank`; only of rules that were not skipped. */
  readonly statuses: Map<string, Set<number>>
  /** The rules that passed: a rule that failed may not have sent all of its requests. */
  readonly passed: ReadonlySet<string>
}
