import type { Page as BrowserPage, ElementHandle, Frame, JSHandle } from 'playwright-core'
import { text as pageReader } from './generated/read-page.client.js.ts'
import type { LiveElement, PageReading } from './page.ts'

/** A rendered page, with access to its elements. */
export interface LivePage extends Omit<PageReading, 'createdAt'> {
  /** The same for two readings of one page unless it changed; typing into it is no change. */
  readonly fingerprint: string
  readonly findElement: (element: LiveElement) => Promise<ElementHandle>
}

interface FrameReading {
  readonly reading: PageReading
  readonly elements: JSHandle
}

const readFrame = async (frame: Frame): Promise<FrameReading> => {
  const handle: JSHandle<{ reading: PageReading }> = await frame.evaluateHandle(`${pageReader}.readPage()`)
  const [reading, elements] = await Promise.all([
    handle.evaluate(({ reading }) => reading),
    handle.getProperty('elements'),
  ])
  await handle.dispose()
  return { reading, elements }
}

/** Leaves out everything that changes on its own or by typing, such as the digits of a clock. */
const toFingerprint = (url: string, readings: readonly PageReading[]): string =>
  JSON.stringify([
    url,
    readings.map(({ title, text, forms, createdAt }) => [
      createdAt,
      title,
      text.replace(/\d+/g, '#'),
      forms.map(({ fields, buttons, floating }) => [
        floating,
        fields.map(({ name, type, label }) => [name, type, label]),
        buttons.map(({ text: words, disabled }) => [words, disabled]),
      ]),
    ]),
  ])

/** Elements of the n-th frame have a `ref` from n times this number. */
const REFS_PER_FRAME = 100_000

/** Reads a page and its frames; rejects if the page navigates in the meantime. */
export const readLivePage = async (page: BrowserPage): Promise<LivePage> => {
  // An inner frame may disappear while the page stays.
  const inner = page.frames().filter((frame) => frame !== page.mainFrame())
  const main = await readFrame(page.mainFrame())
  const framed = await Promise.all(inner.map((frame) => readFrame(frame).catch(() => undefined)))
  const all = [main, ...framed.filter((reading) => reading !== undefined)]
  const addFrame = <T extends LiveElement>(element: T, frame: number): T => ({
    ...element,
    ref: element.ref + frame * REFS_PER_FRAME,
  })
  const { title, text, refresh, ready } = main.reading
  return {
    title,
    text,
    refresh,
    ready,
    forms: all.flatMap(({ reading }, frame) =>
      reading.forms.map((form) => ({
        ...form,
        fields: form.fields.map((field) => addFrame(field, frame)),
        buttons: form.buttons.map((button) => addFrame(button, frame)),
      })),
    ),
    links: all.flatMap(({ reading }, frame) => reading.links.map((link) => addFrame(link, frame))),
    fingerprint: toFingerprint(
      page.url(),
      all.map(({ reading }) => reading),
    ),
    findElement: async ({ ref }) => {
      const elements = all[Math.floor(ref / REFS_PER_FRAME)]?.elements
      const property = await elements?.getProperty(String(ref % REFS_PER_FRAME))
      const element = property?.asElement()
      if (!element) throw new Error('the element is gone')
      return element
    },
  }
}
