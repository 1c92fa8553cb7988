/** The path of a URL, without parsing the URL. */
export const pathOf = (request: Request): string => {
  const { url } = request
  const begin = url.indexOf('/', url.indexOf(':') + 4)
  const end = url.slice(begin).search(/[?#]/)
  return begin < 0 ? '/' : end < 0 ? url.slice(begin) : url.slice(begin, begin + end)
}
