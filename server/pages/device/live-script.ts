import { createHash } from 'node:crypto'

/**
 * Keeps the page up to date while it is open: what the server shows now replaces what was shown, and the focus stays
 * where it was. Without scripts the page reloads itself instead.
 */
export const liveScript = `
const main = document.querySelector('main')
let shown = main.innerHTML
const refresh = async () => {
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const now = page.querySelector('main').innerHTML
    if (now !== shown) {
      const focused = document.activeElement?.id
      main.innerHTML = shown = now
      if (focused) document.getElementById(focused)?.focus()
    }
  } catch {
    // The server is gone for a moment; the next look may find it again.
  }
  setTimeout(refresh, document.hidden ? 5000 : 1000)
}
setTimeout(refresh, 1000)
`

/** The script as a Content-Security-Policy source: this text may run, and no other. */
export const liveScriptSource = `'sha256-${createHash('sha256').update(liveScript).digest('base64')}'`
