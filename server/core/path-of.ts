/** Returns the path of an absolute URL, without parsing it. */
export const pathOf = (url: string): string => {
  const start = url.indexOf('/', url.indexOf(':') + 4)
  if (start < 0) return '/'
  const query = url.indexOf('?', start)
  const end = query < 0 ? url.indexOf('#', start) : query
  return end < 0 ? url.slice(start) : url.slice(start, end)
}
