import type { OpenAPI3 } from 'openapi-typescript'

/** Returns TypeScript types of all that an OpenAPI document describes. */
export const makeTypes = async (document: OpenAPI3): Promise<string> => {
  const { default: openapiTS, astToString } = await import('openapi-typescript')
  // openapi-typescript changes the document that it reads.
  return astToString(await openapiTS(structuredClone(document), { alphabetize: false, defaultNonNullable: false }))
}
