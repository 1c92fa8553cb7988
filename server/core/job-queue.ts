/** A job and the time at which it falls due; `order` counts the jobs in the order of their addition. */
export interface ScheduledJob<Job> {
  at: number
  order: number
  job: Job
}

/** Jobs, sorted by the time at which they fall due. */
export interface JobQueue<Job> {
  /** Returns true if the added job is now the first. */
  add(at: number, job: Job): boolean
  peek(): ScheduledJob<Job> | undefined
  take(): ScheduledJob<Job> | undefined
  /** Removes a job that was added, if it is still there. */
  remove(job: Job): void
  /** Returns the jobs in the order in which they fall due. */
  all(): readonly ScheduledJob<Job>[]
  /** Replaces all jobs. Jobs of the same time keep the given order. */
  replace(jobs: readonly ScheduledJob<Job>[]): void
}

const isBefore = <Job>(a: ScheduledJob<Job>, b: ScheduledJob<Job>): boolean =>
  a.at < b.at || (a.at === b.at && a.order < b.order)

/** A binary heap of jobs: adding and taking cost log(n), because thousands of imports are pending at once. */
export const createJobQueue = <Job>(): JobQueue<Job> => {
  const heap: ScheduledJob<Job>[] = []
  let order = 0

  const at = (index: number): ScheduledJob<Job> => {
    const item = heap[index]
    if (item === undefined) throw new RangeError(`no job at ${index}`)
    return item
  }

  const rise = (start: number, item: ScheduledJob<Job>): number => {
    let index = start
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!isBefore(item, at(parent))) break
      heap[index] = at(parent)
      index = parent
    }
    heap[index] = item
    return index
  }

  const sink = (start: number, item: ScheduledJob<Job>): void => {
    let index = start
    for (;;) {
      const left = 2 * index + 1
      if (left >= heap.length) break
      const right = left + 1
      const child = right < heap.length && isBefore(at(right), at(left)) ? right : left
      if (!isBefore(at(child), item)) break
      heap[index] = at(child)
      index = child
    }
    heap[index] = item
  }

  const add = (moment: number, job: Job): boolean => {
    const item = { at: moment, order: order++, job }
    heap.push(item)
    return rise(heap.length - 1, item) === 0
  }

  return {
    add,
    peek: () => heap[0],
    take: () => {
      const first = heap[0]
      const last = heap.pop()
      if (first === undefined || last === undefined || heap.length === 0) return first
      sink(0, last)
      return first
    },
    remove: (job) => {
      const index = heap.findIndex((item) => item.job === job)
      if (index < 0) return
      const last = heap.pop()
      if (last === undefined || index === heap.length) return
      if (rise(index, last) === index) sink(index, last)
    },
    replace: (jobs) => {
      heap.length = 0
      for (const { at: moment, job } of jobs) add(moment, job)
    },
    all: () => [...heap].sort((a, b) => (isBefore(a, b) ? -1 : 1)),
  }
}
