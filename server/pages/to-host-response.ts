import type { HostResponse } from '../world/exchange.ts'

/** Converts a page's response for the pipeline. */
export const toHostResponse = async (response: Response): Promise<HostResponse> => ({
  status: response.status,
  headers: Object.fromEntries(response.headers),
  text: response.body === null ? undefined : await response.text(),
})
