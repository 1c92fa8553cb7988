/** A job and the moment at which it falls due; `order` keeps jobs of one moment in the order they were added. */
export interface ScheduledJob<Job> {
  at: number
  order: number
  job: Job
}

export interface JobQueue<Job> {
  /** Answers whether the added job is now the first. */
  add(at: number, job: Job): boolean
  peek(): ScheduledJob<Job> | undefined
  take(): ScheduledJob<Job> | undefined
  /** In the order in which they fall due. */
  all(): readonly ScheduledJob<Job>[]
  /** Puts others in place of all jobs, in the given order where they fall due at once. */
  replace(jobs: readonly ScheduledJob<Job>[]): void
}

const isBefore = <Job>(a: ScheduledJob<Job>, b: ScheduledJob<Job>): boolean =>
  a.at < b.at || (a.at === b.at && a.order < b.order)

/** A binary heap of jobs: adding and taking cost log(n), because thousands of imports wait at once. */
export const createJobQueue = <Job>(): JobQueue<Job> => {
  const heap: ScheduledJob<Job>[] = []
  let order = 0

  const at = (index: number): ScheduledJob<Job> => {
    const entry = heap[index]
    if (entry === undefined) throw new RangeError(`no job at ${index}`)
    return entry
  }

  const rise = (start: number, entry: ScheduledJob<Job>): number => {
    let index = start
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!isBefore(entry, at(parent))) break
      heap[index] = at(parent)
      index = parent
    }
    heap[index] = entry
    return index
  }

  const sink = (entry: ScheduledJob<Job>): void => {
    let index = 0
    for (;;) {
      const left = 2 * index + 1
      if (left >= heap.length) break
      const right = left + 1
      const child = right < heap.length && isBefore(at(right), at(left)) ? right : left
      if (!isBefore(at(child), entry)) break
      heap[index] = at(child)
      index = child
    }
    heap[index] = entry
  }

  const add = (moment: number, job: Job): boolean => {
    const entry = { at: moment, order: order++, job }
    heap.push(entry)
    return rise(heap.length - 1, entry) === 0
  }

  return {
    add,
    peek: () => heap[0],
    take: () => {
      const first = heap[0]
      const last = heap.pop()
      if (first === undefined || last === undefined || heap.length === 0) return first
      sink(last)
      return first
    },
    replace: (jobs) => {
      heap.length = 0
      for (const { at: moment, job } of jobs) add(moment, job)
    },
    all: () => [...heap].sort((a, b) => (isBefore(a, b) ? -1 : 1)),
  }
}
