/** Returns the path of a request's URL, without parsing the URL. */
export const pathOf = ({ url }: Request): string => {
  const start = url.indexOf('/', url.indexOf(':') + 4)
  if (start < 0) return '/'
  const query = url.indexOf('?', start)
  const end = query < 0 ? url.indexOf('#', start) : query
  return end < 0 ? url.slice(start) : url.slice(start, end)
}
