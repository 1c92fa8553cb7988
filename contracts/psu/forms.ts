import {
  type Element,
  getAttribute,
  hasAttribute,
  listAncestors,
  listElements,
  parseDocument,
  readText,
} from './dom.ts'
import type { Field, Form, Page, SubmitButton } from './page.ts'

const NOT_DATA = new Set(['submit', 'image', 'button', 'reset', 'file'])

/** Makes a function that resolves URLs against the page or its `<base>`, and leaves invalid ones as they are. */
const createResolver = (elements: readonly Element[], url: string) => {
  const base = elements.find((element) => element.tagName === 'base' && hasAttribute(element, 'href'))
  const declared = base ? getAttribute(base, 'href') : undefined
  const root = declared !== undefined && URL.canParse(declared, url) ? new URL(declared, url) : new URL(url)
  return (relative: string): string => (URL.canParse(relative, root.href) ? new URL(relative, root).href : relative)
}

const readLabel = (control: Element, elements: readonly Element[]): string => {
  const id = getAttribute(control, 'id')
  const pointing = elements.filter(
    (element) => element.tagName === 'label' && id && getAttribute(element, 'for') === id,
  )
  const wrapping = listAncestors(control).filter((element) => element.tagName === 'label')
  const named = (getAttribute(control, 'aria-labelledby') ?? '')
    .split(/\s+/)
    .flatMap((wanted) => elements.filter((element) => wanted && getAttribute(element, 'id') === wanted))
  const attributes = ['aria-label', 'placeholder', 'title'].map((name) => getAttribute(control, name) ?? '')
  return [...[...pointing, ...wrapping, ...named].map(readText), ...attributes].filter(Boolean).join(' ')
}

const readInitialValue = (control: Element): string => {
  if (control.tagName === 'textarea') return readText(control)
  if (control.tagName !== 'select')
    return getAttribute(control, 'value') ?? (getAttribute(control, 'type') === 'checkbox' ? 'on' : '')
  const options = listElements(control).filter(
    (element) => element.tagName === 'option' && !hasAttribute(element, 'disabled'),
  )
  const chosen = options.find((option) => hasAttribute(option, 'selected')) ?? options[0]
  return chosen ? (getAttribute(chosen, 'value') ?? readText(chosen)) : ''
}

const readType = (control: Element): string => {
  if (control.tagName === 'input') return (getAttribute(control, 'type') ?? 'text').toLowerCase()
  if (control.tagName === 'button') return (getAttribute(control, 'type') ?? 'submit').toLowerCase()
  return control.tagName
}

const readField = (control: Element, elements: readonly Element[]): Field => ({
  name: getAttribute(control, 'name') ?? '',
  type: readType(control),
  value: readInitialValue(control),
  label: readLabel(control, elements),
  autocomplete: getAttribute(control, 'autocomplete') ?? '',
  checked: hasAttribute(control, 'checked'),
  required: hasAttribute(control, 'required'),
})

const readButton = (control: Element, resolve: (url: string) => string): SubmitButton => {
  const action = getAttribute(control, 'formaction')
  const readable = control.tagName === 'button' ? readText(control) : (getAttribute(control, 'value') ?? '')
  const extra = ['aria-label', 'title', 'alt'].map((name) => getAttribute(control, name) ?? '')
  return {
    name: getAttribute(control, 'name'),
    value: getAttribute(control, 'value') ?? '',
    text: [readable, ...extra].filter(Boolean).join(' '),
    action: action === undefined ? undefined : resolve(action),
    method: getAttribute(control, 'formmethod')?.toUpperCase(),
  }
}

const isSubmit = (control: Element): boolean => ['submit', 'image'].includes(readType(control))

const readForm = (form: Element, elements: readonly Element[], resolve: (url: string) => string): Form => {
  const id = getAttribute(form, 'id')
  const inside = new Set(listElements(form))
  // A control outside of its form names it by the attribute `form`.
  const controls = elements.filter(
    (element) =>
      ['input', 'select', 'textarea', 'button'].includes(element.tagName) &&
      !hasAttribute(element, 'disabled') &&
      (hasAttribute(element, 'form') ? id !== undefined && getAttribute(element, 'form') === id : inside.has(element)),
  )
  return {
    action: resolve(getAttribute(form, 'action') ?? ''),
    method: (getAttribute(form, 'method') ?? 'GET').toUpperCase(),
    fields: controls
      .filter((control) => control.tagName !== 'button' && !NOT_DATA.has(readType(control)))
      .map((control) => readField(control, elements)),
    buttons: controls.filter(isSubmit).map((control) => readButton(control, resolve)),
    about: [id, ...['name', 'class', 'aria-label', 'action'].map((name) => getAttribute(form, name)), readText(form)]
      .filter(Boolean)
      .join(' '),
  }
}

/** Reads the forms and links of a page that work without JavaScript. */
export const readPage = (html: string, url: string): Page => {
  const document = parseDocument(html)
  const elements = listElements(document)
  const resolve = createResolver(elements, url)
  const refresh = elements
    .filter((element) => element.tagName === 'meta' && getAttribute(element, 'http-equiv')?.toLowerCase() === 'refresh')
    .map((element) => /url\s*=\s*['"]?([^'"]+)/i.exec(getAttribute(element, 'content') ?? '')?.[1])
    .find((target) => target !== undefined)
  return {
    title: elements.filter((element) => element.tagName === 'title').map(readText)[0] ?? '',
    text: readText(document),
    forms: elements.filter((element) => element.tagName === 'form').map((form) => readForm(form, elements, resolve)),
    links: elements
      .filter((element) => element.tagName === 'a' && hasAttribute(element, 'href'))
      .map((element) => ({ href: resolve(getAttribute(element, 'href') ?? ''), text: readText(element) })),
    refresh: refresh === undefined ? undefined : resolve(refresh),
  }
}
