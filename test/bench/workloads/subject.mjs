import { askText } from './finapi.mjs'

/** Makes the check that a server responds to a request with exactly the bytes of the example. */
export const expectBody =
  (server, request, { status, body }) =>
  async () => {
    const text = await askText(server, request, status)
    if (text !== JSON.stringify(body)) throw new Error(`${server.url}${request.path}: another body than expected`)
  }

/** A server under a load of one request, to which it responds with the bytes of the example. */
export const fixedSubject = (generate, server, request, response, connections) => ({
  run: (time) => generate(server, { requests: [request], expected: [response.status], connections }, time),
  verify: expectBody(server, request, response),
})
