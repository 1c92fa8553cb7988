/** The events that a server in this process should never cause. */
export interface ProcessProblems {
  /** Returns the problems since the last call. */
  take(): string[]
  stop(): void
}

/** Collects what the process prints as an error, unhandled rejections, uncaught exceptions and warnings. */
export const watchProcess = (): ProcessProblems => {
  let problems: string[] = []
  const { error: printError } = console
  console.error = (...parts: readonly unknown[]) => {
    problems.push(`console.error: ${parts.map(toText).join(' ')}`)
  }
  const onRejection = (reason: unknown) => problems.push(`unhandled rejection: ${toText(reason)}`)
  const onException = (error: unknown) => problems.push(`uncaught exception: ${toText(error)}`)
  const onWarning = (warning: Error) => problems.push(`warning: ${warning.message}`)
  process.on('unhandledRejection', onRejection)
  process.on('uncaughtException', onException)
  process.on('warning', onWarning)
  return {
    take: () => {
      const taken = problems
      problems = []
      return taken
    },
    stop: () => {
      console.error = printError
      process.off('unhandledRejection', onRejection)
      process.off('uncaughtException', onException)
      process.off('warning', onWarning)
    },
  }
}

const toText = (value: unknown): string => (value instanceof Error ? (value.stack ?? value.message) : String(value))
