/** Writes a table for a terminal. */
const tableText = ({ title, columns, rows }) => {
  const lines = [columns, ...rows]
  const widths = columns.map((_, column) => Math.max(...lines.map((cells) => cells[column].length)))
  const pad = (cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))
  return [title, ...lines.map((cells) => `  ${cells.map(pad).join('  ').trimEnd()}`)].join('\n')
}

/** Writes a report for a terminal: how it was measured, and its tables. */
export const reportText = ({ setting, tables }) => [setting.join('\n'), ...tables.map(tableText)].join('\n\n')
