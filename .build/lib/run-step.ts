/** A mistake in the sources that the message explains; a stack would not help. */
export class SourceError extends Error {}

/** Runs a command of the build; exits 1 with the reason when it fails. */
export const runStep = async (step: () => Promise<void>): Promise<void> => {
  try {
    await step()
  } catch (error) {
    process.exitCode = 1
    if (isPrinted(error)) return
    if (!(error instanceof SourceError)) throw error
    process.stderr.write(`${error.message}\n`)
  }
}

/** esbuild prints the errors that it finds. */
const isPrinted = (error: unknown): boolean => error instanceof Error && 'errors' in error && 'warnings' in error
