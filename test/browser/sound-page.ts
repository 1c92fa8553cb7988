import type { Page } from 'playwright-core'
import { expect } from 'vitest'

// Runs in the page, as text: the project's types know no DOM.
const soundness = `(() => {
  const visibleInputs = [...document.querySelectorAll('input:not([type=hidden])')]
  return {
    scrollsSideways: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    unlabelled: visibleInputs.filter((input) => input.labels.length !== 1).length,
    withoutAutocomplete: visibleInputs.filter((input) => !input.autocomplete).length,
    headings: document.querySelectorAll('h1').length,
    landmarks: ['header', 'main', 'footer'].filter((name) => document.querySelectorAll('body > ' + name).length === 1),
    styled: getComputedStyle(document.querySelector('main')).maxWidth !== 'none',
    lowContrast: [...document.querySelectorAll('body *')].filter(showsText).filter((e) => contrast(e) < 4.5).map((e) => e.outerHTML),
  }
  function showsText(element) {
    const ownText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
    return (ownText || element.matches('input')) && element.getClientRects().length > 0
  }
  function contrast(element) {
    const [a, b] = [luminance(getComputedStyle(element).color), luminance(ground(element))].sort((x, y) => y - x)
    return (a + 0.05) / (b + 0.05)
  }
  function ground(element) {
    for (let e = element; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor
      if (colour !== 'rgba(0, 0, 0, 0)') return colour
    }
    return 'rgb(255, 255, 255)'
  }
  function luminance(colour) {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((part) => part / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
})()`

/** Expects what every page of ours has: labels, landmarks, one heading, contrast, and no sideways scrolling. */
export const expectSoundPage = async (page: Page): Promise<void> => {
  expect(await page.evaluate(soundness)).toEqual({
    scrollsSideways: false,
    unlabelled: 0,
    withoutAutocomplete: 0,
    headings: 1,
    landmarks: ['header', 'main', 'footer'],
    styled: true,
    lowContrast: [],
  })
}
