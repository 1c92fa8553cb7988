import { count, times } from './format.mjs'
import { displayName } from './tables.mjs'

/** Narrow, so that its text stays readable on a phone. */
const WIDTH = 480
const MARGIN = 16
const BARS_AT = 122
const BARS_END = 348
const BAR = 20
const ROW = 30
const HEADING = 44

const STYLE = `
    .back { fill: #ffffff } .text { fill: #1f2328 } .quiet { fill: #59636e } .bar { fill: #afb8c1 } .ours { fill: #0969da }
    text { font: 14px system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', sans-serif }
    .heading { font-weight: 600; font-size: 15px }
    @media (prefers-color-scheme: dark) {
      .back { fill: #0d1117 } .text { fill: #e6edf3 } .quiet { fill: #9198a1 } .bar { fill: #57606a } .ours { fill: #4493f8 }
    }
  `

const OURS = 'v2'

/** The bar of one contestant. */
const barAt = (y, name, { rate, share }, greatest) => {
  const width = Math.max(2, (rate / greatest) * (BARS_END - BARS_AT))
  const middle = y + BAR / 2 + 5
  return [
    `<text class="text" x="${MARGIN}" y="${middle}">${displayName(name)}</text>`,
    `<rect class="${name === OURS ? 'ours' : 'bar'}" x="${BARS_AT}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="3"/>`,
    `<text class="text" x="${(BARS_AT + width + 8).toFixed(1)}" y="${middle}">${count(rate)}<tspan class="quiet"> · ${times(share)}</tspan></text>`,
  ]
}

/** Draws the throughput of each contestant as bars: SVG with its own background, for light and dark pages. */
export const drawChart = (workloads) => {
  const lines = []
  let y = 0
  for (const { title, summary } of workloads) {
    const contestants = Object.entries(summary)
      .filter(([name]) => name !== 'again' && name !== 'v1')
      .sort(([, a], [, b]) => b.rate - a.rate)
    lines.push(`<text class="text heading" x="${MARGIN}" y="${y + 30}">${title}</text>`)
    y += HEADING
    for (const [name, figures] of contestants) {
      lines.push(...barAt(y, name, figures, contestants[0][1].rate))
      y += ROW
    }
  }
  const height = y + 34
  const note = 'requests per second · share of the bare server'
  const description = workloads
    .map(({ title, summary }) => {
      const rates = Object.entries(summary).map(([name, { rate }]) => `${displayName(name)} ${count(rate)}`)
      return `${title}: ${rates.join(', ')}`
    })
    .join('. ')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title desc">
  <title id="title">Requests per second of finapi-mock and other servers</title>
  <desc id="desc">${description}</desc>
  <style>${STYLE}</style>
  <rect class="back" width="${WIDTH}" height="${height}" rx="8"/>
  ${lines.join('\n  ')}
  <text class="quiet" x="${MARGIN}" y="${height - 14}">${note}</text>
</svg>
`
}
