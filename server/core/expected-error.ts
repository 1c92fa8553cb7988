/**
 * An error that is part of a response, such as a 510. It is an `Error` without a stack trace, which nobody reads and
 * which would be the costliest part of such a response.
 */
export class ExpectedError implements Error {
  readonly name: string = 'ExpectedError'
  readonly message: string
  /** The frames are left out. */
  readonly stack: string

  constructor(message: string) {
    this.message = message
    this.stack = message
  }
}

// `extends Error` would collect the stack trace in any case.
Object.setPrototypeOf(ExpectedError.prototype, Error.prototype)
