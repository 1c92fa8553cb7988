import { abortable } from '../abort.ts'
import { isFinApiResponseError } from '../http/response-errors.ts'
import type { TokenSource } from './token-source.ts'

/** Sends a request with a token; once more with another token if finAPI refused the first one. */
export const withToken = async <T>(
  tokens: TokenSource,
  signal: AbortSignal | undefined,
  send: (token: string) => Promise<T>,
): Promise<T> => {
  // Other calls may wait for the same token, so the signal ends the waiting and not the token request.
  const token = await abortable(tokens.get(), signal)
  try {
    return await send(token)
  } catch (error) {
    // finAPI processes nothing with a refused token, so even a POST may be repeated.
    if (!isFinApiResponseError(error) || error.status !== 401) throw error
    return send(await abortable(tokens.replace(token), signal))
  }
}
