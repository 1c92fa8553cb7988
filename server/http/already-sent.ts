import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'

/**
 * The response by which node-server knows that the socket was already written to. If `serve()` replaced the global
 * Response before this module was loaded, this one has a cache: node-server would write it without checking the mark,
 * and so send the head twice. Reading the body drops the cache.
 */
export const ALREADY_SENT: Response = RESPONSE_ALREADY_SENT
void ALREADY_SENT.body
