/** Returns the candidates that a mistyped word may stand for, nearest first. */
export const nearest = (word: string, candidates: readonly string[], max = 3): string[] =>
  candidates
    .map((candidate) => ({ candidate, distance: typingDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter((found) => found.distance <= maxDistance(found.candidate))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, max)
    .map(({ candidate }) => candidate)

/** Returns ", did you mean 'challenge'?", or an empty text if no candidate is near. */
export const didYouMean = (word: string, candidates: readonly string[]): string => {
  const [best] = nearest(word, candidates, 1)
  return best === undefined ? '' : `, did you mean '${best}'?`
}

/** Returns the longest distance at which a candidate may be meant. */
const maxDistance = (candidate: string): number => Math.max(2, Math.floor(candidate.length / 3))

/** The beginning of a word is near it, whatever the rest. A word that is much longer is not compared. */
const typingDistance = (word: string, candidate: string): number =>
  word.length >= MIN_BEGINNING && candidate.startsWith(word)
    ? 1
    : word.length - candidate.length > maxDistance(candidate)
      ? word.length
      : distance(word, candidate)

const MIN_BEGINNING = 4

/** Returns the edit distance of Levenshtein. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
