/** A value that cannot be used; the message names the option, the value and what would be right. */
export class OptionError extends Error {
  override readonly name = 'OptionError'
}
