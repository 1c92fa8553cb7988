import { STATUS_CODES } from 'node:http'
import type { HttpResponse } from './connection.ts'

/** The page of a server in front of finAPI: no JSON, and no request id, because finAPI never gets the request. */
export const gatewayPage = (status: number): HttpResponse => {
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
