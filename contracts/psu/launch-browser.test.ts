import { describe, expect, it } from 'vitest'
import { createBrowserWalker } from './browser-walker.ts'
import { walkerFor } from './choose-walker.ts'
import { findChromium } from './find-browser.ts'
import { walkForms } from './form-walker.ts'

describe('a browser to walk with', () => {
  it('needs playwright-core, and one line says how to get it', async () => {
    const load = () => Promise.reject(new Error("Cannot find package 'playwright-core'"))
    await expect(createBrowserWalker({ load })).rejects.toThrow(/^[^\n]*npm install --save-dev playwright-core$/)
  })

  it.each(['FINAPI_BROWSER', 'CHROME_PATH'])('is the one that %s names, or none', async (name) => {
    expect(await findChromium({ [name]: process.execPath })).toBe(process.execPath)
    await expect(findChromium({ [name]: '/nowhere/chrome' })).rejects.toThrow(`${name} is /nowhere/chrome`)
  })
})

describe('walkerFor', () => {
  const write = (): void => {}

  it('answers who walks, and where a person comes back to', async () => {
    expect(await walkerFor('forms', { write })).toBe(walkForms)
    const manual = await walkerFor('manual', { write, returnUrl: 'http://localhost:8511/callback' })
    expect(manual.returnUrl).toBe('http://localhost:8511/callback')
  })
})
