/** Answers `usage` with the CPU time (µs) and the resident memory (bytes) of this process. */
export const answerUsage = () => {
  process.on('message', (message) => {
    if (message !== 'usage') return
    const { user, system } = process.cpuUsage()
    process.send({ cpu: user + system, rss: process.memoryUsage.rss() })
  })
  process.on('disconnect', () => process.exit())
}
