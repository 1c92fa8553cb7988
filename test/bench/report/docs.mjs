import { readFileSync, writeFileSync } from 'node:fs'
import { drawChart } from './chart.mjs'

const page = new URL('../../../docs/performance.md', import.meta.url)
const chart = new URL('../../../docs/performance.svg', import.meta.url)

const BEGIN = '<!-- figures: npm run bench -- --write-docs -->'
const END = '<!-- end of figures -->'

const rowOf = (cells) => `| ${cells.join(' | ')} |`

const tableMarkdown = ({ title, columns, rows }) =>
  [
    `### ${title}`,
    '',
    rowOf(columns),
    rowOf(columns.map((_, column) => (column === 0 ? '---' : '---:'))),
    ...rows.map(rowOf),
  ].join('\n')

const figures = ({ setting, tables }) =>
  [setting.map((line) => `- ${line}`).join('\n'), ...tables.map(tableMarkdown)].join('\n\n')

/** Writes the tables into `docs/performance.md`, between its marks, and the chart beside it. */
export const writeDocs = ({ setting, tables, summaries }) => {
  const text = readFileSync(page, 'utf8')
  const begin = text.indexOf(BEGIN)
  const end = text.indexOf(END)
  if (begin < 0 || end < begin) throw new Error(`docs/performance.md lacks "${BEGIN}" or "${END}" after it`)
  const content = `\n\n${figures({ setting, tables })}\n\n`
  writeFileSync(page, text.slice(0, begin + BEGIN.length) + content + text.slice(end))
  writeFileSync(
    chart,
    drawChart([
      { title: 'Import step', summary: summaries.step },
      { title: 'GET of a bank connection', summary: summaries.connection },
    ]),
  )
}
