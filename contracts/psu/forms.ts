import { ancestorsOf, attribute, type Element, elementsBelow, has, parseDocument, textOf } from './dom.ts'

/** One thing in a form that a person fills in, ticks or that travels along unseen. */
export interface Field {
  readonly name: string
  readonly type: string
  readonly value: string
  /** What names it for a person: label, aria-label, placeholder, title. */
  readonly label: string
  readonly autocomplete: string
  readonly checked: boolean
  readonly required: boolean
}

/** One way to send a form off. */
export interface SubmitButton {
  readonly name: string | undefined
  readonly value: string
  /** What a person reads on it. */
  readonly text: string
  readonly action: string | undefined
  readonly method: string | undefined
}

export interface Form {
  readonly action: string
  readonly method: string
  readonly fields: readonly Field[]
  readonly buttons: readonly SubmitButton[]
  /** Ids, names and headings: enough to tell a cookie banner from a login. */
  readonly about: string
  /** Not a form of the page, only what stands on it outside of one. */
  readonly loose?: boolean
}

export interface Link {
  readonly href: string
  readonly text: string
}

export interface Page {
  readonly title: string
  readonly text: string
  readonly forms: readonly Form[]
  readonly links: readonly Link[]
  /** Where a `<meta http-equiv="refresh">` leads. */
  readonly refresh: string | undefined
}

const NOT_DATA = new Set(['submit', 'image', 'button', 'reset', 'file'])

/** Makes addresses absolute, `<base>` included; an address nobody can read stays as it is and fails when it is used. */
const resolver = (elements: readonly Element[], url: string) => {
  const base = elements.find((element) => element.tagName === 'base' && has(element, 'href'))
  const declared = base ? attribute(base, 'href') : undefined
  const root = declared !== undefined && URL.canParse(declared, url) ? new URL(declared, url) : new URL(url)
  return (address: string): string => (URL.canParse(address, root.href) ? new URL(address, root).href : address)
}

const labelOf = (control: Element, elements: readonly Element[]): string => {
  const id = attribute(control, 'id')
  const pointing = elements.filter((element) => element.tagName === 'label' && id && attribute(element, 'for') === id)
  const wrapping = ancestorsOf(control).filter((element) => element.tagName === 'label')
  const named = (attribute(control, 'aria-labelledby') ?? '')
    .split(/\s+/)
    .flatMap((wanted) => elements.filter((element) => wanted && attribute(element, 'id') === wanted))
  const attributes = ['aria-label', 'placeholder', 'title'].map((name) => attribute(control, name) ?? '')
  return [...[...pointing, ...wrapping, ...named].map(textOf), ...attributes].filter(Boolean).join(' ')
}

const initialValueOf = (control: Element): string => {
  if (control.tagName === 'textarea') return textOf(control)
  if (control.tagName !== 'select')
    return attribute(control, 'value') ?? (attribute(control, 'type') === 'checkbox' ? 'on' : '')
  const options = elementsBelow(control).filter((element) => element.tagName === 'option' && !has(element, 'disabled'))
  const chosen = options.find((option) => has(option, 'selected')) ?? options[0]
  return chosen ? (attribute(chosen, 'value') ?? textOf(chosen)) : ''
}

const typeOf = (control: Element): string => {
  if (control.tagName === 'input') return (attribute(control, 'type') ?? 'text').toLowerCase()
  if (control.tagName === 'button') return (attribute(control, 'type') ?? 'submit').toLowerCase()
  return control.tagName
}

const fieldOf = (control: Element, elements: readonly Element[]): Field => ({
  name: attribute(control, 'name') ?? '',
  type: typeOf(control),
  value: initialValueOf(control),
  label: labelOf(control, elements),
  autocomplete: attribute(control, 'autocomplete') ?? '',
  checked: has(control, 'checked'),
  required: has(control, 'required'),
})

const buttonOf = (control: Element, resolve: (address: string) => string): SubmitButton => {
  const action = attribute(control, 'formaction')
  const readable = control.tagName === 'button' ? textOf(control) : (attribute(control, 'value') ?? '')
  const extra = ['aria-label', 'title', 'alt'].map((name) => attribute(control, name) ?? '')
  return {
    name: attribute(control, 'name'),
    value: attribute(control, 'value') ?? '',
    text: [readable, ...extra].filter(Boolean).join(' '),
    action: action === undefined ? undefined : resolve(action),
    method: attribute(control, 'formmethod')?.toUpperCase(),
  }
}

const isSubmit = (control: Element): boolean => ['submit', 'image'].includes(typeOf(control))

const formOf = (form: Element, elements: readonly Element[], resolve: (address: string) => string): Form => {
  const id = attribute(form, 'id')
  const inside = new Set(elementsBelow(form))
  // A control may stand anywhere on the page and name its form.
  const controls = elements.filter(
    (element) =>
      ['input', 'select', 'textarea', 'button'].includes(element.tagName) &&
      !has(element, 'disabled') &&
      (has(element, 'form') ? id !== undefined && attribute(element, 'form') === id : inside.has(element)),
  )
  return {
    action: resolve(attribute(form, 'action') ?? ''),
    method: (attribute(form, 'method') ?? 'GET').toUpperCase(),
    fields: controls
      .filter((control) => control.tagName !== 'button' && !NOT_DATA.has(typeOf(control)))
      .map((control) => fieldOf(control, elements)),
    buttons: controls.filter(isSubmit).map((control) => buttonOf(control, resolve)),
    about: [id, ...['name', 'class', 'aria-label', 'action'].map((name) => attribute(form, name)), textOf(form)]
      .filter(Boolean)
      .join(' '),
  }
}

/** Reads from a page what a person without JavaScript could do on it. */
export const readPage = (html: string, url: string): Page => {
  const document = parseDocument(html)
  const elements = elementsBelow(document)
  const resolve = resolver(elements, url)
  const refresh = elements
    .filter((element) => element.tagName === 'meta' && attribute(element, 'http-equiv')?.toLowerCase() === 'refresh')
    .map((element) => /url\s*=\s*['"]?([^'"]+)/i.exec(attribute(element, 'content') ?? '')?.[1])
    .find((target) => target !== undefined)
  return {
    title: elements.filter((element) => element.tagName === 'title').map(textOf)[0] ?? '',
    text: textOf(document),
    forms: elements.filter((element) => element.tagName === 'form').map((form) => formOf(form, elements, resolve)),
    links: elements
      .filter((element) => element.tagName === 'a' && has(element, 'href'))
      .map((element) => ({ href: resolve(attribute(element, 'href') ?? ''), text: textOf(element) })),
    refresh: refresh === undefined ? undefined : resolve(refresh),
  }
}
