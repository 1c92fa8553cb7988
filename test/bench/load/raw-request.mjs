/** Stand-ins of a template, each as long as the value that takes its place, so that the length of the body holds. */
const standIn = (length, digit) => digit.repeat(length)

export const STAND_INS = { token: standIn(128, 'T'), hash: standIn(32, 'H'), id: standIn(8, 'I') }

/** Writes a request as it goes over the wire. */
export const rawRequest = ({ method, path, headers, body = '' }, host) => {
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${host}`]
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`)
  if (body !== '') lines.push(`Content-Length: ${Buffer.byteLength(body)}`)
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}
