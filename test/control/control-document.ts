import { startApp } from '../helpers/api-dialect.ts'

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
}

export interface DocumentedOperation {
  readonly operationId: string
  readonly summary: string
  readonly parameters?: readonly Parameter[]
  readonly responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
}

export interface ControlDocument {
  readonly openapi: string
  readonly paths: Record<string, Record<string, DocumentedOperation>>
  readonly components: { readonly schemas: Record<string, object> }
}

/** The document of the control API as the mock serves it. */
export const document: ControlDocument = (await startApp().call('GET', '/_mock/openapi.json')).body

/** Every operation, with a key such as `GET /_mock/clock`. */
export const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ key: `${method.toUpperCase()} ${path}`, path, operation })),
)
