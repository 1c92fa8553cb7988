/**
 * Updates the open page from the server without losing the focus. Without scripts the page reloads itself instead.
 */

/** The pauses between two requests, for a visible and a hidden page (ms). */
const INTERVAL = 1000
const HIDDEN_INTERVAL = 5000

const main = document.querySelector('main')
let shown = main?.innerHTML

const update = (page: Document): void => {
  const now = page.querySelector('main')?.innerHTML
  if (main === null || now === undefined || now === shown) return
  const focused = document.activeElement?.id
  main.innerHTML = shown = now
  if (focused) document.getElementById(focused)?.focus()
}

const refresh = async (): Promise<void> => {
  try {
    const response = await fetch(location.href, { headers: { accept: 'text/html' } })
    update(new DOMParser().parseFromString(await response.text(), 'text/html'))
  } catch {
    // Unreachable for the moment; the next attempt may succeed.
  }
  setTimeout(refresh, document.hidden ? HIDDEN_INTERVAL : INTERVAL)
}

setTimeout(refresh, INTERVAL)
