import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'

/**
 * Says to node-server that the response is on the socket already. A server that `serve()` started before this module
 * was loaded has replaced the global Response by a light one, and node-server writes such a response from its cache
 * without looking for the mark, so that the head is written twice. Reading the body drops the cache.
 */
export const ALREADY_SENT: Response = RESPONSE_ALREADY_SENT
void ALREADY_SENT.body
