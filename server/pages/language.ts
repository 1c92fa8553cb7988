export type Language = 'de' | 'en'

const isLanguage = (text: string | null | undefined): text is Language => text === 'de' || text === 'en'

/** Returns the chosen language, else the first supported one that the browser accepts, else German. */
export const chooseLanguage = (chosen: string | null | undefined, acceptLanguage: string | undefined): Language => {
  if (isLanguage(chosen)) return chosen
  return parseAcceptLanguage(acceptLanguage ?? '').find(isLanguage) ?? 'de'
}

/** Returns the primary tags of an Accept-Language header ("en" of "en-GB") by descending weight. */
const parseAcceptLanguage = (header: string): string[] =>
  header
    .split(',', 20) // browsers send only a few
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
      const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1)
      return { primary: tag.split('-', 1)[0] ?? '', weight: Number.isNaN(weight) ? 0 : weight }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ primary }) => primary)
