/** Reads a rendered page, as text that is evaluated in it. */
import type { LiveButton, LiveElement, LiveField, LiveForm, LiveLink, PageReading } from './page.ts'

/** Any element, with the properties that inputs, buttons and links have in addition. */
type Control = HTMLElement &
  Partial<
    Pick<HTMLInputElement, 'autocomplete' | 'checked' | 'form' | 'labels' | 'name' | 'readOnly' | 'required' | 'value'>
  > & { readonly type?: string; readonly href?: unknown }

const BUTTONS = 'button, input[type=submit], input[type=button], input[type=image], [role=button]'
const FIELDS = 'input, select, textarea'
const NOT_FIELDS = `${BUTTONS}, [type=hidden], [type=reset], [type=file]`
const CHECKABLE = '[type=checkbox], [type=radio]'
const LINKS = 'a, [role=link]'
const OVERLAYS = 'dialog, [role=dialog], [role=alertdialog], [aria-modal=true]'

type Texts = readonly (string | null | undefined)[]

const joinTexts = (texts: Texts): string => texts.filter(Boolean).join(' ').replace(/\s+/g, ' ').trim()

const readAttributes = (element: Element, names: readonly string[]): Texts =>
  names.map((name) => element.getAttribute(name))

/** Returns all elements within a root, including open shadow roots. */
const listElements = (root: Document | ShadowRoot): Control[] =>
  [...root.querySelectorAll<Control>('*')].flatMap((element) =>
    element.shadowRoot ? [element, ...listElements(element.shadowRoot)] : [element],
  )

const findParent = (element: Element): Element | null => {
  const parent = element.assignedSlot ?? element.parentElement
  const root = element.getRootNode()
  return parent ?? (root instanceof ShadowRoot ? root.host : null)
}

/** Returns an element and its ancestors, through shadow roots. */
const listLine = (element: Element): Element[] => {
  const line: Element[] = []
  for (let at: Element | null = element; at; at = findParent(at)) line.push(at)
  return line
}

const isVisible = (element: Element): boolean => {
  const { width, height } = element.getBoundingClientRect()
  return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
}

/** Returns the topmost element at a point, looking into open shadow roots. */
const findTopmost = (x: number, y: number): Element | null => {
  let topmost = document.elementFromPoint(x, y)
  for (;;) {
    const inner = topmost?.shadowRoot?.elementFromPoint(x, y)
    if (!inner || inner === topmost) return topmost
    topmost = inner
  }
}

const isCovered = (element: Control): boolean => {
  const { left, top, width, height } = element.getBoundingClientRect()
  const topmost = findTopmost(left + width / 2, top + height / 2)
  // Nothing is there if the element is out of sight: once scrolled to, it may be free.
  if (!topmost) return false
  const line = listLine(topmost)
  const isPart = line.includes(element) || listLine(element).includes(topmost)
  return !isPart && ![...(element.labels ?? [])].some((label) => line.includes(label))
}

const isOverlay = (element: Element): boolean =>
  element.matches(OVERLAYS) || getComputedStyle(element).position === 'fixed'

/** Returns the form or overlay that a control is in, or the body. */
const findContainer = (control: Control): Element =>
  listLine(control).find((element) => element.tagName === 'FORM' || isOverlay(element)) ?? control.form ?? document.body

const readLabel = (control: Control): string => {
  const root = control.getRootNode()
  const ids = (control.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean)
  const referenced = ids.map((id) =>
    root instanceof Document || root instanceof ShadowRoot ? root.getElementById(id)?.innerText : undefined,
  )
  const labels = [...(control.labels ?? [])].map((label) => label.innerText)
  return joinTexts([...labels, ...referenced, ...readAttributes(control, ['aria-label', 'placeholder', 'title'])])
}

const readText = (element: Control): string => {
  const shown = element.innerText || (element.tagName === 'INPUT' ? element.value : '')
  return joinTexts([shown, ...readAttributes(element, ['aria-label', 'title', 'alt'])])
}

const isCheckable = (element: Element): boolean => element.matches(CHECKABLE)

const isField = (element: Control): boolean =>
  element.matches(FIELDS) && !element.matches(NOT_FIELDS) && element.readOnly !== true

/** Checkboxes are often hidden below an element that draws them, so only their display counts. */
const isUsableField = (element: Control): boolean =>
  isField(element) &&
  (isCheckable(element) ? listLine(element).every((at) => getComputedStyle(at).display !== 'none') : isVisible(element))

const isUsableButton = (element: Control): boolean =>
  element.matches(BUTTONS) && element.type !== 'reset' && isVisible(element)

const isUsableLink = (element: Control): boolean =>
  element.matches(LINKS) && !element.matches(BUTTONS) && isVisible(element)

const isSubmit = ({ type }: Control): boolean => type === 'submit' || type === 'image'

/** Reads everything that a person sees on the page; `elements` are those that its `ref`s number. */
export const readPage = (): { readonly elements: readonly Element[]; readonly reading: PageReading } => {
  const elements: Element[] = []
  const all = listElements(document)
  const fields = all.filter(isUsableField)
  const buttons = all.filter(isUsableButton)
  const links = all.filter(isUsableLink)
  const controls = [...fields, ...buttons]

  const readElement = (element: Control): LiveElement => ({
    ref: elements.push(element) - 1,
    covered: isCovered(element),
    disabled: element.matches(':disabled, [aria-disabled=true]'),
  })

  const readField = (field: Control): LiveField => ({
    name: field.name ?? '',
    type: field.type?.startsWith('select') ? 'select' : (field.type ?? ''),
    value: '',
    label: readLabel(field),
    autocomplete: field.autocomplete ?? '',
    checked: field.checked === true,
    required: field.required === true || field.getAttribute('aria-required') === 'true',
    ...readElement(field),
  })

  const readButton = (button: Control): LiveButton => ({
    name: button.name || undefined,
    value: button.value || '',
    text: readText(button),
    action: undefined,
    method: undefined,
    ...readElement(button),
  })

  const readLink = (link: Control): LiveLink => ({
    href: typeof link.href === 'string' ? link.href : '',
    text: readText(link),
    ...readElement(link),
  })

  /** An overlay that contains all controls of the page lies over none of them. */
  const isFloating = (container: Element): boolean => {
    const overlay = listLine(container).find(isOverlay)
    if (!overlay || overlay === document.body) return false
    return [...controls, ...links].some((element) => !listLine(element).includes(overlay))
  }

  const describe = (container: Element): string => {
    const text = container instanceof HTMLElement && container !== document.body ? container.innerText : ''
    return joinTexts([container.id, ...readAttributes(container, ['name', 'class', 'aria-label', 'action']), text])
  }

  const readForm = (container: Element): LiveForm => {
    const isInside = (control: Control): boolean => findContainer(control) === container
    const isForm = container.tagName === 'FORM'
    return {
      action: isForm ? (container.getAttribute('action') ?? '') : '',
      method: 'LIVE',
      loose: !isForm && container === document.body,
      floating: isFloating(container),
      about: describe(container),
      fields: fields.filter(isInside).map(readField),
      buttons: buttons
        .filter(isInside)
        .sort((one, other) => Number(isSubmit(other)) - Number(isSubmit(one)))
        .map(readButton),
    }
  }

  return {
    elements,
    reading: {
      title: document.title,
      text: joinTexts([document.body?.innerText]),
      forms: [...new Set(controls.map(findContainer))].map(readForm),
      links: links.map(readLink),
      refresh: undefined,
      ready: document.readyState !== 'loading',
      createdAt: performance.timeOrigin,
    },
  }
}
