/** A text in a store, as positions in one of its pages. */
export interface StoredText {
  readonly page: TextPage
  readonly start: number
  readonly end: number
}

/** A block of memory outside the heap, with the number of its texts that are still needed. */
export interface TextPage {
  readonly bytes: Buffer
  texts: number
}

/** Texts that are dropped in the order in which they were added. */
export interface TextStore {
  /** The memory of all pages, in bytes. */
  readonly size: number
  add(text: string): StoredText
  /** Drops the oldest text. */
  drop(text: StoredText): void
  clear(): void
}

/** In bytes: small, because most worlds have few exchanges. A longer text gets a page of its own. */
const PAGE_SIZE = 16 * 1024

/**
 * Creates a store that keeps texts as UTF-8 outside the heap. On the heap, the garbage collector would copy each text
 * twice before it leaves it alone, which takes a quarter of the time of a busy server.
 */
export const createTextStore = (): TextStore => {
  let pages: TextPage[] = []
  let free: TextPage | undefined
  let position = 0
  let size = 0

  const addPage = (bytes: number): TextPage => {
    let page = bytes > PAGE_SIZE ? undefined : free
    if (page === undefined) {
      page = { bytes: Buffer.allocUnsafeSlow(Math.max(bytes, PAGE_SIZE)), texts: 0 }
      size += page.bytes.length
    } else free = undefined
    pages.push(page)
    position = 0
    return page
  }

  const removePage = (page: TextPage): void => {
    pages = pages.filter((other) => other !== page)
    if (free === undefined && page.bytes.length === PAGE_SIZE) free = page
    else size -= page.bytes.length
  }

  return {
    get size() {
      return size
    },
    add: (text) => {
      let page = pages.at(-1)
      // The length in characters is a lower bound of that in bytes, which costs time to count.
      if (page === undefined || page.bytes.length - position < text.length * 3) {
        const bytes = Buffer.byteLength(text)
        if (page === undefined || page.bytes.length - position < bytes) page = addPage(bytes)
      }
      const start = position
      position += page.bytes.write(text, start)
      page.texts++
      return { page, start, end: position }
    },
    drop: ({ page }) => {
      page.texts--
      if (page.texts === 0 && page !== pages.at(-1)) removePage(page)
    },
    clear: () => {
      pages = []
      free = undefined
      position = 0
      size = 0
    },
  }
}

export const readStored = ({ page, start, end }: StoredText): string => page.bytes.toString('utf8', start, end)
