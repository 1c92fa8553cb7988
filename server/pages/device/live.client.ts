/**
 * Keeps the page up to date while it is open: what the server shows now replaces what was shown, and the focus stays
 * where it was. Without scripts the page reloads itself instead.
 */

/** How long until the next look at the server, also while nobody can see the page (ms). */
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
    // The server is gone for a moment; the next attempt may find it again.
  }
  setTimeout(refresh, document.hidden ? HIDDEN_INTERVAL : INTERVAL)
}

setTimeout(refresh, INTERVAL)
