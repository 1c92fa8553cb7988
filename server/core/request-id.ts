/** finAPI's limit for the ids that clients give their requests. */
export const MAX_REQUEST_ID = 255

/** Returns true if a client's id is used for the request; otherwise one is generated. */
export const isUsableRequestId = (id: string | undefined): id is string =>
  id !== undefined && id !== '' && id.length <= MAX_REQUEST_ID
