import { describe, expect, it } from 'vitest'
import { readPage } from './forms.ts'

const read = (html: string) => readPage(html, 'https://bank.example.com/login/step1?x=1')
const only = (html: string) => {
  const [form] = read(html).forms
  if (!form) throw new Error('the page has no form')
  return form
}

describe('readPage', () => {
  it.each([
    { kind: 'relative', action: 'step2', url: 'https://bank.example.com/login/step2' },
    { kind: 'rooted', action: '/step2', url: 'https://bank.example.com/step2' },
    { kind: 'absolute', action: 'https://sca.example.com/', url: 'https://sca.example.com/' },
    { kind: 'empty', action: '', url: 'https://bank.example.com/login/step1?x=1' },
  ])('resolves a $kind action', ({ action, url }) => {
    expect(only(`<form action="${action}"></form>`).action).toBe(url)
  })

  it('resolves against the base of the page', () => {
    expect(only('<base href="/sca/"><form action="go"></form>').action).toBe('https://bank.example.com/sca/go')
  })

  it.each([
    { kind: 'pointing', html: '<label for="u">Kennung</label><form><input id="u" name="u"></form>' },
    { kind: 'wrapping', html: '<form><label>Kennung <input name="u"></label></form>' },
    { kind: 'invisible', html: '<form><input name="u" aria-label="Kennung"></form>' },
    { kind: 'referenced', html: '<span id="l">Kennung</span><form><input name="u" aria-labelledby="l"></form>' },
    { kind: 'placed inside', html: '<form><input name="u" placeholder="Kennung"></form>' },
  ])('finds a label that is $kind', ({ html }) => {
    expect(only(html).fields[0]?.label).toBe('Kennung')
  })

  it('reads values as a browser would send them', () => {
    const { fields } = only(`<form>
      <input type=hidden name=csrf value="a&amp;b">
      <input type=checkbox name=terms required>
      <select name=lang><option value=en>English<option value=de selected>Deutsch</select>
      <textarea name=note>hello</textarea>
      <input name=off disabled>
    </form>`)
    expect(fields.map(({ name, type, value }) => [name, type, value])).toEqual([
      ['csrf', 'hidden', 'a&b'],
      ['terms', 'checkbox', 'on'],
      ['lang', 'select', 'de'],
      ['note', 'textarea', 'hello'],
    ])
  })

  it('collects buttons of every kind, also those outside of the form', () => {
    const { buttons } = only(`
      <form id=f>
        <button>Weiter <b>zur Bank</b></button>
        <input type=submit name=go value=Los>
        <input type=image alt=Bild>
        <button type=button>Hilfe</button>
        <button type=reset>Leeren</button>
      </form>
      <button form=f name=no value=1 formaction="/away" formmethod=get>Nein</button>`)
    expect(buttons.map(({ text }) => text)).toEqual(['Weiter zur Bank', 'Los', 'Bild', 'Nein'])
    expect(buttons[3]).toMatchObject({ action: 'https://bank.example.com/away', method: 'GET' })
  })

  it('reads malformed pages', () => {
    const page = read('<p><form><label>User<input name=u<input name=p type=password></p><button>Ok')
    expect(page.forms).toHaveLength(1)
  })

  it('finds links and refreshes', () => {
    const page = read('<meta http-equiv=Refresh content="0; url=/next"><a href="../back?a=1&amp;b=2">Zurück</a>')
    expect(page.refresh).toBe('https://bank.example.com/next')
    expect(page.links).toEqual([{ href: 'https://bank.example.com/back?a=1&b=2', text: 'Zurück' }])
  })
})
