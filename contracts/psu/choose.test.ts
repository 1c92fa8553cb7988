import { describe, expect, it } from 'vitest'
import { chooseMove, findButton, findUserField } from './choose.ts'
import { readPage } from './forms.ts'

const page = (html: string) => readPage(html, 'https://bank.example.com/')
const readForm = (html: string) => {
  const [form] = page(html).forms
  if (!form) throw new Error('the page has no form')
  return form
}

describe('findButton', () => {
  it.each([
    { buttons: ['Abbrechen', 'Bestätigen'], approve: 'Bestätigen', cancel: 'Abbrechen' },
    { buttons: ['Deny', 'Allow access'], approve: 'Allow access', cancel: 'Deny' },
    { buttons: ['Anmeldung abbrechen', 'Anmelden'], approve: 'Anmelden', cancel: 'Anmeldung abbrechen' },
    { buttons: ['Zurück', 'Los'], approve: 'Los', cancel: 'Zurück' },
    { buttons: ['No', 'Yes'], approve: 'Yes', cancel: 'No' },
    { buttons: ['Weiter'], approve: 'Weiter', cancel: undefined },
    { buttons: ['Disagree'], approve: undefined, cancel: 'Disagree' },
  ])('distinguishes $approve from $cancel', ({ buttons, approve, cancel }) => {
    const form = readForm(`<form>${buttons.map((text) => `<button>${text}</button>`).join('')}</form>`)
    expect(findButton(form, 'approve')?.text).toBe(approve)
    expect(findButton(form, 'cancel')?.text).toBe(cancel)
  })

  it('reads the value of a button whose text is a symbol', () => {
    const form = readForm(
      '<form><button name=action value=reject>✗</button><button name=action value=confirm>✓</button></form>',
    )
    expect(findButton(form, 'cancel')?.value).toBe('reject')
    expect(findButton(form, 'approve')?.value).toBe('confirm')
  })
})

describe('findUserField', () => {
  it.each([
    { by: 'its autocomplete', html: '<input name=a><input name=b autocomplete=username>', name: 'b' },
    { by: 'its label', html: '<input name=a><label>Benutzerkennung <input name=b></label>', name: 'b' },
    { by: 'its place', html: '<input type=hidden name=h><input name=a><input name=b>', name: 'a' },
  ])('finds the field by $by', ({ html, name }) => {
    expect(findUserField(readForm(`<form>${html}<input type=password name=p></form>`))?.name).toBe(name)
  })
})

describe('chooseMove', () => {
  const banner = '<form class="cookie-banner"><p>Wir verwenden Cookies</p><button>Alle akzeptieren</button></form>'
  const search = '<form role=search action="/search"><input name=q><button>Suchen</button></form>'
  const login = '<form action="/login"><input name=user><input type=password name=pin><button>Weiter</button></form>'
  const leave = '<form action="/cancel"><button>Abbrechen</button></form>'

  it('logs in before anything else', () => {
    expect(chooseMove(page(banner + search + login + leave), 'approve')?.form.action).toMatch(/login$/)
  })

  it('prefers a refusing button in any form', () => {
    expect(chooseMove(page(banner + login + leave), 'cancel')?.form.action).toMatch(/cancel$/)
  })

  it('logs in to be able to refuse later', () => {
    expect(chooseMove(page(banner + login), 'cancel')?.form.action).toMatch(/login$/)
  })

  it('uses a banner only if there is nothing else', () => {
    expect(chooseMove(page(banner), 'approve')?.button?.text).toBe('Alle akzeptieren')
  })

  it('returns undefined for a page without forms', () => {
    expect(chooseMove(page('<p>Bitte JavaScript einschalten</p>'), 'approve')).toBeUndefined()
  })
})
