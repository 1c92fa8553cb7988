/** A file that is made from others. It is not committed. */
export interface GeneratedFile {
  readonly path: string
  /** The files and folders that it is made from; a change in any of them makes it stale. */
  readonly sources: readonly string[]
  /** Returns its text. */
  readonly make: () => string | Promise<string>
}

/** The sources of every generated file: how it is made, and the versions of the packages that help. */
export const COMMON_SOURCES = ['.build/lib', 'package-lock.json'] as const

/** Returns a function that makes its value with the first call and then returns the same. */
export const once = <Value>(make: () => Value): (() => Value) => {
  let made: { readonly value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
