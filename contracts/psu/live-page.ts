import type { Page as BrowserPage, ElementHandle, Frame, JSHandle } from 'playwright-core'
import type { Field, Form, Link, Page, SubmitButton } from './forms.ts'

/** The state of an element on the rendered page. */
export interface LiveElement {
  /** Its index in the list of elements that was read with it. */
  readonly ref: number
  /** True if another element lies over it. */
  readonly covered: boolean
  readonly disabled: boolean
}

export type LiveField = Field & LiveElement
export type LiveButton = SubmitButton & LiveElement
export type LiveLink = Link & LiveElement

export interface LiveForm extends Form {
  readonly fields: readonly LiveField[]
  readonly buttons: readonly LiveButton[]
  /** True if it lies over the rest of the page, as banners and dialogs do. */
  readonly floating: boolean
}

export interface LivePage extends Page {
  readonly forms: readonly LiveForm[]
  readonly links: readonly LiveLink[]
  /** True if the document is parsed. */
  readonly ready: boolean
  /** The same for two readings of one page unless it changed; typing into it is no change. */
  readonly fingerprint: string
  readonly findElement: (element: LiveElement) => Promise<ElementHandle>
}

type Reading = Omit<LivePage, 'findElement' | 'fingerprint'> & { readonly madeAt: number }

/**
 * Reads the page as it is drawn: what a person sees, inside forms or not, in open shadow roots too. Runs in the page,
 * as text: the project's types know no DOM. Answers plain data beside the elements it speaks of.
 */
const READ = `(() => {
  const elements = []
  const below = (root) => [...root.querySelectorAll('*')].flatMap((e) => e.shadowRoot ? [e, ...below(e.shadowRoot)] : [e])
  const parentOf = (e) => e.assignedSlot ?? e.parentElement ?? (e.getRootNode() instanceof ShadowRoot ? e.getRootNode().host : null)
  const up = (e) => { const line = []; for (let at = e; at; at = parentOf(at)) line.push(at); return line }
  const all = below(document)
  const clean = (text) => (text ?? '').replace(/\\s+/g, ' ').trim()
  const isLiveElement = (e) => {
    const { width, height } = e.getBoundingClientRect()
    return width > 0 && height > 0 && e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  }
  const isCovered = (e) => {
    const { left, top, width, height } = e.getBoundingClientRect()
    let hit = document.elementFromPoint(left + width / 2, top + height / 2)
    while (hit?.shadowRoot) {
      const inner = hit.shadowRoot.elementFromPoint(left + width / 2, top + height / 2)
      if (!inner || inner === hit) break
      hit = inner
    }
    // Nothing there means out of sight: it has to be scrolled to, and may well be free then.
    return Boolean(hit) && !up(hit).includes(e) && !up(e).includes(hit) && ![...(e.labels ?? [])].some((label) => up(hit).includes(label))
  }
  const drawn = (e) => ({
    ref: elements.push(e) - 1,
    covered: isCovered(e),
    disabled: e.matches(':disabled, [aria-disabled=true]'),
  })
  const isOverlay = (e) => e.matches('dialog, [role=dialog], [role=alertdialog], [aria-modal=true]') || getComputedStyle(e).position === 'fixed'
  const homeOf = (e) => up(e).find((at) => at.tagName === 'FORM' || isOverlay(at)) ?? e.form ?? document.body
  const labelOf = (e) => clean([
    ...[...(e.labels ?? [])].map((label) => label.innerText),
    ...(e.getAttribute('aria-labelledby') ?? '').split(/\\s+/).filter(Boolean).map((id) => e.getRootNode().getElementById(id)?.innerText),
    ...['aria-label', 'placeholder', 'title'].map((name) => e.getAttribute(name)),
  ].filter(Boolean).join(' '))
  const wordsOn = (e) => clean([e.innerText || (e.tagName === 'INPUT' ? e.value : ''), ...['aria-label', 'title', 'alt'].map((name) => e.getAttribute(name))].filter(Boolean).join(' '))
  const pressed = 'button, input[type=submit], input[type=button], input[type=image], [role=button]'
  const isField = (e) => e.matches('input, select, textarea') && !e.matches(pressed + ', [type=hidden], [type=reset], [type=file]')
  const isTick = (e) => e.matches('[type=checkbox], [type=radio]')
  // Ticks are often drawn by something else, and the real ones hidden below it.
  const fields = all.filter((e) => isField(e) && !e.readOnly && (isTick(e) ? up(e).every((at) => getComputedStyle(at).display !== 'none') : isLiveElement(e)))
  const buttons = all.filter((e) => e.matches(pressed) && e.type !== 'reset' && isLiveElement(e))
  const links = all.filter((e) => e.matches('a, [role=link]') && !e.matches(pressed) && isLiveElement(e))
  const controls = [...fields, ...buttons]
  const homes = [...new Set(controls.map(homeOf))]
  const isFloating = (home) => {
    const over = up(home).find(isOverlay)
    // What holds everything there is floats above nothing.
    return Boolean(over) && over !== document.body && [...controls, ...links].some((e) => !up(e).includes(over))
  }
  const isSubmit = (e) => e.type === 'submit' || e.type === 'image'
  const formOf = (home) => ({
    action: home.tagName === 'FORM' ? home.getAttribute('action') ?? '' : '',
    method: 'LIVE',
    loose: home.tagName !== 'FORM' && home === document.body,
    floating: isFloating(home),
    about: clean([home.id, ...['name', 'class', 'aria-label', 'action'].map((name) => home.getAttribute(name)), home === document.body ? '' : home.innerText].filter(Boolean).join(' ')),
    fields: fields.filter((e) => homeOf(e) === home).map((e) => ({
      name: e.name ?? '', type: e.type.startsWith('select') ? 'select' : e.type, value: '', label: labelOf(e),
      autocomplete: e.autocomplete ?? '', checked: Boolean(e.checked),
      required: e.required || e.getAttribute('aria-required') === 'true', ...drawn(e),
    })),
    buttons: buttons.filter((e) => homeOf(e) === home).sort((a, b) => Number(isSubmit(b)) - Number(isSubmit(a))).map((e) => ({
      name: e.name || undefined, value: e.value || '', text: wordsOn(e), action: undefined, method: undefined, ...drawn(e),
    })),
  })
  return {
    elements,
    reading: {
      title: document.title,
      text: clean(document.body?.innerText),
      forms: homes.map(formOf),
      links: links.map((e) => ({ href: e.href ?? '', text: wordsOn(e), ...drawn(e) })),
      refresh: undefined,
      ready: document.readyState !== 'loading',
      madeAt: performance.timeOrigin,
    },
  }
})()`

interface FrameReading {
  readonly reading: Reading
  readonly elements: JSHandle
}

const readFrame = async (frame: Frame): Promise<FrameReading> => {
  const handle: JSHandle<{ reading: Reading }> = await frame.evaluateHandle(READ)
  const [reading, elements] = await Promise.all([
    handle.evaluate(({ reading }) => reading),
    handle.getProperty('elements'),
  ])
  await handle.dispose()
  return { reading, elements }
}

/** Leaves out everything that changes on its own or by typing, such as the digits of a clock. */
const toFingerprint = (url: string, readings: readonly Reading[]): string =>
  JSON.stringify([
    url,
    readings.map(({ title, text, forms, madeAt }) => [
      madeAt,
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
  const all = [main, ...framed.filter((one) => one !== undefined)]
  const addFrame = <T extends LiveElement>(element: T, frame: number): T => ({
    ...element,
    ref: element.ref + frame * REFS_PER_FRAME,
  })
  return {
    ...main.reading,
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
