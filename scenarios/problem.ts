import { didYouMean } from './nearest.ts'

/** Keys and indexes that lead from the top of a file to a place in it. */
export type Path = readonly (string | number)[]

/** An error in a scenario, bank or persona file, with its fix. */
export interface Problem {
  /** The file, or the name of what was given instead of a file. */
  readonly file: string
  readonly path: Path
  readonly message: string
  /** True if the problem is the last key of the path and not its value. */
  readonly atKey?: boolean | undefined
}

/** A problem within one item; the file and the way to the item are known elsewhere. */
export type InnerProblem = Omit<Problem, 'file'>

/** An item of a file, and its place there. */
export interface Sourced<Item> {
  readonly file: string
  readonly path: Path
  readonly value: Item
}

/** Returns a problem of an item as a problem of its file. */
export const problemIn = ({ file, path }: Sourced<unknown>, problem: InnerProblem): Problem => ({
  ...problem,
  file,
  path: [...path, ...problem.path],
})

/** Ends a message about an unknown name: with the name that was probably meant, or with all known names. */
export const suggestName = (name: string, known: readonly string[]): string =>
  didYouMean(name, known) || (known.length === 0 ? '' : `; there are ${known.join(', ')}`)
