import { describe, expect, it } from 'vitest'
import { createBrowserWalker } from './browser-walker.ts'
import { createWalker } from './choose-walker.ts'
import { findChromium } from './find-browser.ts'
import { walkForms } from './form-walker.ts'

describe('the browser walker', () => {
  it('says in one line how to install playwright-core', async () => {
    const load = () => Promise.reject(new Error("Cannot find package 'playwright-core'"))
    await expect(createBrowserWalker({ load })).rejects.toThrow(/^[^\n]*npm install --save-dev playwright-core$/)
  })

  it.each(['FINAPI_BROWSER', 'CHROME_PATH'])('uses the browser that %s names, and no other', async (name) => {
    expect(await findChromium({ [name]: process.execPath })).toBe(process.execPath)
    await expect(findChromium({ [name]: '/nowhere/chrome' })).rejects.toThrow(`${name} is /nowhere/chrome`)
  })
})

describe('createWalker', () => {
  const write = (): void => {}

  it('makes a walker, with the URL that a person comes back to', async () => {
    expect(await createWalker('forms', { write })).toBe(walkForms)
    const manual = await createWalker('manual', { write, returnUrl: 'http://localhost:8511/callback' })
    expect(manual.returnUrl).toBe('http://localhost:8511/callback')
  })
})
