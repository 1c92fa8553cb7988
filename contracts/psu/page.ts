/** A field of a form, hidden ones too. */
export interface Field {
  readonly name: string
  readonly type: string
  readonly value: string
  /** Text of label, aria-label, placeholder and title. */
  readonly label: string
  readonly autocomplete: string
  readonly checked: boolean
  readonly required: boolean
}

/** A button that submits a form. */
export interface SubmitButton {
  readonly name: string | undefined
  readonly value: string
  /** The visible text. */
  readonly text: string
  readonly action: string | undefined
  readonly method: string | undefined
}

export interface Form {
  readonly action: string
  readonly method: string
  readonly fields: readonly Field[]
  readonly buttons: readonly SubmitButton[]
  /** Id, name, class and text, to distinguish a cookie banner from a login. */
  readonly about: string
  /** True for the controls outside of all forms. */
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
  /** The URL of a `<meta http-equiv="refresh">`. */
  readonly refresh: string | undefined
}

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

/** A rendered page as plain data. */
export interface PageReading extends Page {
  readonly forms: readonly LiveForm[]
  readonly links: readonly LiveLink[]
  /** True if the document is parsed. */
  readonly ready: boolean
  /** Milliseconds at which the document was created. */
  readonly createdAt: number
}
