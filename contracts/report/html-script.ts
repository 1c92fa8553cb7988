/** Filters the rules and copies curl lines; shows the controls for it, which are hidden without JavaScript. */
export const script = `
const rows = [...document.querySelectorAll('tbody tr')]
const groups = [...document.querySelectorAll('.group')]
const search = document.querySelector('#search')
const outcome = document.querySelector('#outcome')
const shown = document.querySelector('#shown')
const filter = () => {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean)
  let count = 0
  for (const row of rows) {
    const text = row.textContent.toLowerCase()
    const fits = words.every((word) => text.includes(word)) &&
      (outcome.value === '' || row.dataset.outcomes.split(' ').includes(outcome.value))
    row.hidden = !fits
    if (fits) count += 1
  }
  for (const group of groups) group.hidden = !group.querySelector('tbody tr:not([hidden])')
  shown.textContent = count + ' of ' + rows.length + ' rules'
}
if (search) {
  search.addEventListener('input', filter)
  outcome.addEventListener('change', filter)
  filter()
  document.querySelector('.tools').hidden = false
}
if (navigator.clipboard) for (const button of document.querySelectorAll('button[data-copy]')) {
  button.hidden = false
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent)
    button.textContent = 'Copied'
  })
}
`
