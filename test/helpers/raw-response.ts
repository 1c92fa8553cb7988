import { once } from 'node:events'
import { connect } from 'node:net'
import { onTestFinished } from 'vitest'
import { type MockServer, type MockServerOptions, startMockServer } from '../../server/index.ts'

/** Starts a server on a free port, which is closed after the test. */
export const startServer = async (options: MockServerOptions = {}): Promise<MockServer> => {
  const server = await startMockServer({ port: 0, ...options })
  onTestFinished(() => server.close())
  return server
}

/** Returns everything that a server writes until it ends the connection. */
export const readRawResponse = async ({ url }: MockServer, path: string, host?: string): Promise<string> => {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let text = ''
  socket.setEncoding('utf8').on('data', (part) => {
    text += part
  })
  // A reset is one of the ways in which a connection ends.
  socket.on('error', () => {})
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host ?? hostname}\r\nConnection: close\r\n\r\n`)
  await once(socket, 'close')
  return text
}
