/** Filters the rules and copies curl commands; shows the controls for it, which are hidden without JavaScript. */

const rows = [...document.querySelectorAll<HTMLTableRowElement>('tbody tr')]
const groups = [...document.querySelectorAll<HTMLElement>('.group')]
const tools = document.querySelector<HTMLElement>('.tools')
const search = document.querySelector<HTMLInputElement>('#search')
const outcome = document.querySelector<HTMLSelectElement>('#outcome')
const shown = document.querySelector<HTMLOutputElement>('#shown')

const matches = (row: HTMLTableRowElement, words: readonly string[], wanted: string): boolean => {
  const text = row.textContent?.toLowerCase() ?? ''
  const outcomes = row.dataset.outcomes?.split(' ') ?? []
  return words.every((word) => text.includes(word)) && (wanted === '' || outcomes.includes(wanted))
}

const filter = (): void => {
  const words = search?.value.toLowerCase().split(/\s+/).filter(Boolean) ?? []
  for (const row of rows) row.hidden = !matches(row, words, outcome?.value ?? '')
  for (const group of groups) group.hidden = group.querySelector('tbody tr:not([hidden])') === null
  if (shown) shown.value = `${rows.filter((row) => !row.hidden).length} of ${rows.length} rules`
}

if (tools) {
  search?.addEventListener('input', filter)
  outcome?.addEventListener('change', filter)
  filter()
  tools.hidden = false
}

const copy = async (button: HTMLButtonElement): Promise<void> => {
  const source = document.getElementById(button.dataset.copy ?? '')
  await navigator.clipboard.writeText(source?.textContent ?? '')
  button.textContent = 'Copied'
}

// Browsers have a clipboard on secure pages only.
if ('clipboard' in navigator)
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    button.hidden = false
    button.addEventListener('click', () => void copy(button))
  }
