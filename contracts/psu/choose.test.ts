import { describe, expect, it } from 'vitest'
import { buttonFor, chooseMove, userFieldOf } from './choose.ts'
import { readPage } from './forms.ts'

const page = (html: string) => readPage(html, 'https://bank.example.com/')
const formOf = (html: string) => {
  const [form] = page(html).forms
  if (!form) throw new Error('the page has no form')
  return form
}

describe('buttonFor', () => {
  it.each([
    { buttons: ['Abbrechen', 'Bestätigen'], approve: 'Bestätigen', cancel: 'Abbrechen' },
    { buttons: ['Deny', 'Allow access'], approve: 'Allow access', cancel: 'Deny' },
    { buttons: ['Anmeldung abbrechen', 'Anmelden'], approve: 'Anmelden', cancel: 'Anmeldung abbrechen' },
    { buttons: ['Zurück', 'Los'], approve: 'Los', cancel: 'Zurück' },
    { buttons: ['No', 'Yes'], approve: 'Yes', cancel: 'No' },
    { buttons: ['Weiter'], approve: 'Weiter', cancel: undefined },
    { buttons: ['Disagree'], approve: undefined, cancel: 'Disagree' },
  ])('tells $approve from $cancel', ({ buttons, approve, cancel }) => {
    const form = formOf(`<form>${buttons.map((text) => `<button>${text}</button>`).join('')}</form>`)
    expect(buttonFor(form, 'approve')?.text).toBe(approve)
    expect(buttonFor(form, 'cancel')?.text).toBe(cancel)
  })

  it('reads what a button sends when its text says nothing', () => {
    const form = formOf(
      '<form><button name=action value=reject>✗</button><button name=action value=confirm>✓</button></form>',
    )
    expect(buttonFor(form, 'cancel')?.value).toBe('reject')
    expect(buttonFor(form, 'approve')?.value).toBe('confirm')
  })
})

describe('userFieldOf', () => {
  it.each([
    { by: 'what it is for', html: '<input name=a><input name=b autocomplete=username>', name: 'b' },
    { by: 'its label', html: '<input name=a><label>Benutzerkennung <input name=b></label>', name: 'b' },
    { by: 'its place', html: '<input type=hidden name=h><input name=a><input name=b>', name: 'a' },
  ])('finds the field by $by', ({ html, name }) => {
    expect(userFieldOf(formOf(`<form>${html}<input type=password name=p></form>`))?.name).toBe(name)
  })
})

describe('chooseMove', () => {
  const banner = '<form class="cookie-banner"><p>Wir verwenden Cookies</p><button>Alle akzeptieren</button></form>'
  const search = '<form role=search action="/search"><input name=q><button>Suchen</button></form>'
  const login = '<form action="/login"><input name=user><input type=password name=pin><button>Weiter</button></form>'
  const leave = '<form action="/cancel"><button>Abbrechen</button></form>'

  it('logs in first, whatever else is on the page', () => {
    expect(chooseMove(page(banner + search + login + leave), 'approve')?.form.action).toMatch(/login$/)
  })

  it('refuses where a button offers it, in another form too', () => {
    expect(chooseMove(page(banner + login + leave), 'cancel')?.form.action).toMatch(/cancel$/)
  })

  it('logs in to be able to refuse later', () => {
    expect(chooseMove(page(banner + login), 'cancel')?.form.action).toMatch(/login$/)
  })

  it('answers a banner only when there is nothing else to do', () => {
    expect(chooseMove(page(banner), 'approve')?.button?.text).toBe('Alle akzeptieren')
  })

  it('has no move on a page without forms', () => {
    expect(chooseMove(page('<p>Bitte JavaScript einschalten</p>'), 'approve')).toBeUndefined()
  })
})
