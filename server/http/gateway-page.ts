import { STATUS_CODES } from 'node:http'
import type { HttpResponse } from './connection.ts'

/** Returns the error page of a gateway in front of finAPI: without JSON and request id, because finAPI never gets the request. */
export const buildGatewayPage = (status: number): HttpResponse => {
  const title = `${status} ${STATUS_CODES[status] ?? ''}`
  return {
    status,
    headers: { 'Content-Type': 'text/html', Server: 'mock-gateway' },
    text: [
      `<html><head><title>${title}</title></head>`,
      `<body><center><h1>${title}</h1></center><hr><center>mock-gateway</center></body></html>`,
      '',
    ].join('\r\n'),
  }
}
