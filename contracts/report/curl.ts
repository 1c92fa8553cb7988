import type { Exchange } from '../exchange.ts'
import { placeholders } from './redact.ts'

/** Quotes a text for a POSIX shell; redacted values become variables that have to be set to repeat the request. */
export const quoteForShell = (text: string): string =>
  `'${text.replaceAll("'", "'\\''").replace(placeholders, (_, name: string) => `'"$${name}"'`)}'`.replace(
    /^''(?=")|(?<=")''$/g,
    '',
  )

const isForm = (headers: Readonly<Record<string, string>>): boolean =>
  headers['content-type'] === 'application/x-www-form-urlencoded'

/** Decodes the fields of a form; returns undefined for a malformed one, which is then sent as it is. */
const parseForm = (body: string): string[] | undefined => {
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

const formatBody = ({
  headers,
  body,
}: Exchange['request']): { readonly args: string[]; readonly isEncodedByCurl: boolean } => {
  if (body === undefined) return { args: [], isEncodedByCurl: false }
  const fields = isForm(headers) ? parseForm(body) : undefined
  // A secret may contain any character, so curl has to encode it.
  if (fields) return { args: fields.map((field) => `--data-urlencode ${quoteForShell(field)}`), isEncodedByCurl: true }
  return { args: [`--data-raw ${quoteForShell(body)}`], isEncodedByCurl: false }
}

/** Returns whether curl sends a header by itself. */
const isImplied = (name: string, isEncodedByCurl: boolean): boolean =>
  ['content-length', 'host', 'connection'].includes(name) || (name === 'content-type' && isEncodedByCurl)

const formatMethod = ({ method, body }: Exchange['request']): string => {
  if (method === 'HEAD') return ' -I'
  return method === (body === undefined ? 'GET' : 'POST') ? '' : ` -X ${quoteForShell(method)}`
}

const formatHeaders = ({ headers, body }: Exchange['request'], isEncodedByCurl: boolean): string[] => {
  const sent = Object.entries(headers)
    .filter(([name]) => !isImplied(name, isEncodedByCurl))
    .map(([name, value]) => `-H ${quoteForShell(value === '' ? `${name};` : `${name}: ${value}`)}`)
  // Otherwise curl adds the content type of a form.
  return body !== undefined && headers['content-type'] === undefined ? [...sent, "-H 'content-type:'"] : sent
}

/**
 * Returns a curl command that repeats the request of a redacted exchange. Secrets are shell variables named as in the
 * report: `$TOKEN`, `$FINAPI_CLIENT_SECRET`, `$PASSWORD`.
 */
export const formatCurl = ({ request }: Exchange, baseUrl: string): string => {
  const { args, isEncodedByCurl } = formatBody(request)
  // -g: brackets in a query are no ranges.
  const start = `curl -sS -i -g${formatMethod(request)} ${quoteForShell(baseUrl.replace(/\/$/, '') + request.path)}`
  return [start, ...formatHeaders(request, isEncodedByCurl), ...args].join(' \\\n  ')
}
