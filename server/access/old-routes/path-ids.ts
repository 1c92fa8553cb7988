import { badRequest, tooManyIds } from '../errors.ts'

/** The most ids that one request may name. */
const MOST_IDS = 1000

/** The id in a path. Throws BAD_REQUEST where it is no whole number that a number can hold exactly. */
export const idFrom = (text: string): number => {
  const id = Number(text)
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(id)) throw badRequest(`'${text}' is not a valid identifier.`)
  return id
}

/** The ids of a path that lists several, separated by commas. */
export const idsFrom = (text: string): number[] => {
  const ids = text.split(',').map(idFrom)
  if (ids.length > MOST_IDS)
    throw tooManyIds(`${ids.length} identifiers are given, but at most ${MOST_IDS} are allowed.`)
  return ids
}
