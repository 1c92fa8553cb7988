/** Keys and indexes that lead from the top of a file to a place in it. */
export type Path = readonly (string | number)[]

/** What is wrong in a file of scenarios, banks or personas, and what would be right. */
export interface Problem {
  /** The file, or the name of what was given in its place. */
  file: string
  path: Path
  message: string
  /** Whether it is about the last key of the path and not about its value. */
  atKey?: boolean | undefined
}

/** Something out of a file, and where it stood. */
export interface Sourced<Thing> {
  file: string
  path: Path
  value: Thing
}
