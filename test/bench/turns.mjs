export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/**
 * Measures the subjects in turns, each turn beginning with another one, and answers for each its measurements.
 * A first round warms up, is told so, and is dropped.
 */
export const takeTurns = async (turns, subjects) => {
  const names = Object.keys(subjects)
  const results = Object.fromEntries(names.map((name) => [name, []]))
  for (let turn = -1; turn < turns; turn++) {
    for (let offset = 0; offset < names.length; offset++) {
      const name = names[(turn + 1 + offset) % names.length]
      const result = await subjects[name](turn < 0)
      if (turn >= 0) results[name].push(result)
    }
  }
  return results
}

const verify = async (subjects) => {
  for (const subject of Object.values(subjects)) await subject.verify?.()
}

/** Puts the servers of a workload under load in turns, and verifies their responses before and after. */
export const compare = async (subjects, { turns, slice, warmUp }) => {
  await verify(subjects)
  const names = Object.keys(subjects)
  const run = (name) => (isWarmUp) => subjects[name].run(isWarmUp ? warmUp : slice)
  const results = await takeTurns(turns, Object.fromEntries(names.map((name) => [name, run(name)])))
  await verify(subjects)
  return results
}

/** Median over the turns of the quotient of one field of two subjects. */
export const ratio = (of, to, field) => median(of.map((result, turn) => result[field] / to[turn][field]))
