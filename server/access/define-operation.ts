import type {
  ApiVersion,
  FormBodyOf,
  JsonBodyOf,
  OperationId,
  QueryOf,
  SuccessBodyOf,
} from '../../contracts/openapi/api-types.ts'
import type { World } from '../world/world.ts'
import { FinApiError } from './errors.ts'
import type { OperationContext } from './operation-context.ts'
import type { OperationFacts } from './operation-facts.ts'
import type { Loose } from './wire.ts'

/** The versions that have an operation. */
type VersionsOf<Id extends OperationId> = { [V in ApiVersion]: Id extends OperationId<V> ? V : never }[ApiVersion]

/** A validated request to an operation, in the types of one version. */
export interface WireRequest<V extends ApiVersion, Id extends OperationId> {
  /** The JSON body, or the form. */
  readonly body: JsonBodyOf<V, Id> | FormBodyOf<V, Id>
  readonly query: QueryOf<V, Id>
}

/** The success body of an operation in one version; optional properties may be undefined, because JSON omits those. */
export type WireBody<V extends ApiVersion, Id extends OperationId> = Loose<SuccessBodyOf<V, Id>>

/** A function for each version that has the operation, and none for any other. */
type PerVersion<Id extends OperationId, Functions extends Record<ApiVersion, unknown>> = {
  readonly [V in VersionsOf<Id>]: Functions[V]
} & { readonly [V in Exclude<ApiVersion, VersionsOf<Id>>]?: never }

type Readers<Id extends OperationId, Input> = PerVersion<
  Id,
  { [V in ApiVersion]: (request: WireRequest<V, Id>) => Input }
>

type Writers<Id extends OperationId, Output> = PerVersion<
  Id,
  { [V in ApiVersion]: (output: Output, world: World) => WireBody<V, Id> }
>

// `Input` and `Output` are inferred from these, because TypeScript does not infer through the types above.
type AnyReaders<Input> = { readonly [V in ApiVersion]?: (request: never) => Input }
type AnyWriters<Output> = { readonly [V in ApiVersion]?: (output: Output, world: World) => unknown }

/** An operation whose response has a body needs `write`; one without a body cannot have it. */
type WriteIfNeeded<Id extends OperationId> = [SuccessBodyOf<ApiVersion, Id>] extends [undefined]
  ? { readonly write?: undefined }
  : { readonly write: unknown }

/** An operation without its types, for the pipeline, which validates the request first. */
export interface Operation {
  readonly id: string
  readonly facts: OperationFacts
  /** Runs the operation and returns the body of its response, undefined if it has none, or the error of the response. */
  run(context: OperationContext, request: { body: unknown; query: unknown }): unknown
}

/**
 * Defines an operation of finAPI in the versions that have it: `read` turns the validated request of a version into the
 * input of the use case, `run` is the use case, which may return or throw an error, and `write` turns its result into
 * the version's response. The types and
 * the status of the response come from the API's contract, by the operation's id.
 *
 * @example
 * defineOperation('editAccount', {
 *   read: { v1: v1.readAccountChange, v2: v2.readAccountChange },
 *   run: (context, change: AccountChange) => editAccount(context.world, context.user, context.id, change),
 *   write: { v1: v1.writeAccount, v2: v2.writeAccount },
 * })
 */
export const defineOperation = <Id extends OperationId, Input = undefined, Output = unknown>(
  id: Id,
  definition: OperationFacts & {
    readonly read?: AnyReaders<Input> & Readers<Id, NoInfer<Input>>
    readonly run: (context: OperationContext, input: NoInfer<Input>) => Output | FinApiError
    readonly write?: AnyWriters<Output> & Writers<Id, NoInfer<Output>>
  } & WriteIfNeeded<Id>,
): Operation => {
  const { read, run, write, ...facts } = definition
  // Unchecked casts, which rely on the validator: it has checked that the request has the type of the version's contract,
  // and each version has its own reader and writer.
  const readers = read as Readonly<Record<string, (request: unknown) => Input>> | undefined
  const writers = write as Readonly<Record<string, (output: Output, world: World) => unknown>> | undefined
  return {
    id,
    facts,
    run: (context, request) => {
      const input = readers?.[context.version]?.(request)
      const output = run(context, input as Input)
      if (output instanceof FinApiError) return output
      return writers?.[context.version]?.(output, context.world)
    },
  }
}
