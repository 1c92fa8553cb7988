import type { Exchange } from '../exchange.ts'
import { placeholders } from './redact.ts'

/** Text for a POSIX shell: as it is, except that what was redacted becomes a variable to be set by whoever repeats it. */
export const shellQuoted = (text: string): string =>
  `'${text.replaceAll("'", "'\\''").replace(placeholders, (_, name: string) => `'"$${name}"'`)}'`.replace(
    /^''(?=")|(?<=")''$/g,
    '',
  )

const isForm = (headers: Readonly<Record<string, string>>): boolean =>
  headers['content-type'] === 'application/x-www-form-urlencoded'

/** The fields of a form that is written the usual way; anything odd about a body is sent as it was. */
const fieldsOf = (body: string): string[] | undefined => {
  const fields = body.split('&').map((field) => /^([\w.-]+)=([^=]*)$/.exec(field))
  try {
    return fields.map((field) => {
      if (field?.[1] === undefined || field[2] === undefined) throw new URIError('not a field')
      return `${field[1]}=${decodeURIComponent(field[2].replaceAll('+', ' '))}`
    })
  } catch {
    return undefined
  }
}

const bodyOf = ({
  headers,
  body,
}: Exchange['request']): { readonly args: string[]; readonly isEncodedByCurl: boolean } => {
  if (body === undefined) return { args: [], isEncodedByCurl: false }
  const fields = isForm(headers) ? fieldsOf(body) : undefined
  // A secret may hold anything, so curl has to encode it, not we.
  if (fields) return { args: fields.map((field) => `--data-urlencode ${shellQuoted(field)}`), isEncodedByCurl: true }
  return { args: [`--data-raw ${shellQuoted(body)}`], isEncodedByCurl: false }
}

/** Whether curl sends this by itself, so that it need not be said. */
const isImplied = (name: string, isEncodedByCurl: boolean): boolean =>
  ['content-length', 'host', 'connection'].includes(name) || (name === 'content-type' && isEncodedByCurl)

const methodOf = ({ method, body }: Exchange['request']): string => {
  if (method === 'HEAD') return ' -I'
  return method === (body === undefined ? 'GET' : 'POST') ? '' : ` -X ${shellQuoted(method)}`
}

const headersOf = ({ headers, body }: Exchange['request'], isEncodedByCurl: boolean): string[] => {
  const sent = Object.entries(headers)
    .filter(([name]) => !isImplied(name, isEncodedByCurl))
    .map(([name, value]) => `-H ${shellQuoted(value === '' ? `${name};` : `${name}: ${value}`)}`)
  // curl calls every body a form when it is not told otherwise.
  return body !== undefined && headers['content-type'] === undefined ? [...sent, "-H 'content-type:'"] : sent
}

/**
 * A line that repeats the request of a redacted exchange. Secrets are shell variables named as in the report:
 * `$TOKEN`, `$FINAPI_CLIENT_SECRET`, `$PASSWORD`.
 */
export const curlOf = ({ request }: Exchange, baseUrl: string): string => {
  const { args, isEncodedByCurl } = bodyOf(request)
  // -g: brackets in a query are meant as they are.
  const start = `curl -sS -i -g${methodOf(request)} ${shellQuoted(baseUrl.replace(/\/$/, '') + request.path)}`
  return [start, ...headersOf(request, isEncodedByCurl), ...args].join(' \\\n  ')
}
