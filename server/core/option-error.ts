/** An invalid option; the message names the option, its value and the expected value. */
export class OptionError extends Error {
  override readonly name = 'OptionError'
}
