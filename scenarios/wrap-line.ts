/** Indentation, and the marker of a list item: `- `, `2. ` or `2.1. `. */
const START = /^ *(?:(?:-|(?:\d+\.)+) )?/

/** Breaks a line at blanks so that no part is longer than `width`, if its words allow that; all texts stand in one column. */
export const wrapLine = (line: string, width: number): string[] => {
  const start = START.exec(line)?.[0] ?? ''
  const room = width - start.length
  const rows: string[] = []
  for (const word of line.slice(start.length).split(' ')) {
    const row = rows.at(-1)
    if (row === undefined || row.length + 1 + word.length > room) rows.push(word)
    else rows[rows.length - 1] = `${row} ${word}`
  }
  return rows.map((row, index) => `${index === 0 ? start : ' '.repeat(start.length)}${row}`)
}
