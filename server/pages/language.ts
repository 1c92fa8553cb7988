export type Language = 'de' | 'en'

const isLanguage = (text: string | null | undefined): text is Language => text === 'de' || text === 'en'

/** The language of a page: what the PSU chose, else the first one the browser wants that we have, else German. */
export function languageOf(chosen: string | null | undefined, acceptLanguage: string | undefined): Language {
  if (isLanguage(chosen)) return chosen
  return wanted(acceptLanguage ?? '').find(isLanguage) ?? 'de'
}

/** The primary tags of an Accept-Language header ("en" of "en-GB"), the most wanted first. */
function wanted(header: string): string[] {
  return header
    .split(',', 20) // a browser sends a handful
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
      const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1)
      return { primary: tag.split('-', 1)[0] ?? '', weight: Number.isNaN(weight) ? 0 : weight }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ primary }) => primary)
}
