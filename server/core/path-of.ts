/** Returns the path of a request's URL, without parsing the URL. */
export const pathOf = (request: Request): string => {
  const { url } = request
  const start = url.indexOf('/', url.indexOf(':') + 4)
  const end = url.slice(start).search(/[?#]/)
  return start < 0 ? '/' : end < 0 ? url.slice(start) : url.slice(start, start + end)
}
