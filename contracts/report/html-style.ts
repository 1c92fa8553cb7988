/** Colours are variables with other values in the dark scheme; text has a contrast of at least 4.5:1. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #eef3f2; --card: #ffffff; --ink: #17262a; --quiet: #506166; --line: #d5dedd; --field: #7b8c8c;
  --accent: #0a655c; --on-accent: #ffffff; --tint: #e6f2f0; --code: #f4f7f7;
  --passed: #14693a; --passed-ground: #e2f4e8; --failed: #a3201d; --failed-ground: #fdeae8; --failed-line: #e6aaa5;
  --skipped: #74510a; --skipped-ground: #faf1d8;
  --shadow: 0 1px 2px rgb(16 40 44 / .06), 0 8px 24px rgb(16 40 44 / .06);
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1719; --card: #162225; --ink: #e9f0ef; --quiet: #a5b5b5; --line: #2c3b3e; --field: #748789;
    --accent: #69d2c3; --on-accent: #06231f; --tint: #1b3132; --code: #101b1d;
    --passed: #8fdcab; --passed-ground: #17331f; --failed: #ffb3ad; --failed-ground: #3a1d1d; --failed-line: #7a3a37;
    --skipped: #ecd08a; --skipped-ground: #33290f;
    --shadow: 0 1px 2px rgb(0 0 0 / .4), 0 8px 24px rgb(0 0 0 / .25);
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: anywhere;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
h1, h2, h3, h4, p, ul, dl, dd, pre { margin: 0; }
a { color: var(--accent); text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .25rem; }
[hidden] { display: none !important; }
code, pre { font-family: var(--mono); font-size: .8125rem; }
.away { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

body > header, main, body > footer { width: 100%; max-width: 76rem; margin: 0 auto; padding: 0 1rem; }
body > header { padding-top: 2rem; }
body > footer { padding-top: 1.5rem; padding-bottom: 2.5rem; color: var(--quiet); font-size: .875rem; }
.legend, .legend dl { display: flex; flex-wrap: wrap; gap: .375rem 1.25rem; }
.legend { margin-top: .875rem; color: var(--quiet); font-size: .875rem; }
.legend dl div { display: flex; gap: .375rem; align-items: baseline; }
h1 { font-size: 1.75rem; line-height: 1.2; letter-spacing: -.015em; }
h2 { margin: 2.5rem 0 1rem; font-size: 1.25rem; letter-spacing: -.01em; }
.made { margin-top: .375rem; color: var(--quiet); }
.verdict { display: flex; gap: .625rem; align-items: baseline; margin-top: 1.25rem; padding: .875rem 1.125rem; border-radius: .75rem; font-weight: 600; }
.verdict.passed { background: var(--passed-ground); color: var(--passed); }
.verdict.failed { background: var(--failed-ground); color: var(--failed); }

.targets { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); gap: 1rem; margin-top: 1rem; padding: 0; list-style: none; }
.card { border: 1px solid var(--line); border-radius: .875rem; background: var(--card); box-shadow: var(--shadow); }
.targets .card { padding: 1.125rem 1.25rem; }
.targets h2 { margin: 0; font-size: 1.0625rem; }
.address { color: var(--quiet); font-size: .875rem; }
.bar { display: block; width: 100%; height: .5rem; margin: .875rem 0 .75rem; border-radius: .25rem; overflow: hidden; background: var(--line); }
.bar .passed { fill: var(--passed); } .bar .failed { fill: var(--failed); } .bar .skipped { fill: var(--field); }
.numbers { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
.numbers div { display: flex; flex-direction: row-reverse; gap: .375rem; align-items: baseline; }
.numbers dd { font-weight: 700; font-variant-numeric: tabular-nums; }
.numbers dt { color: var(--quiet); font-size: .875rem; }
.notes { margin-top: .875rem; padding: .75rem 0 0 1.125rem; border-top: 1px solid var(--line); font-size: .875rem; color: var(--quiet); }

.mark { display: inline-flex; gap: .375rem; align-items: center; padding: .0625rem .5625rem; border-radius: 1rem; font-size: .8125rem; font-weight: 650; white-space: nowrap; }
.mark::before { content: ""; flex: none; width: .5rem; height: .5rem; border-radius: 50%; background: currentColor; }
.mark.passed { color: var(--passed); background: var(--passed-ground); }
.mark.failed { color: var(--failed); background: var(--failed-ground); }
.mark.failed::before { border-radius: 1px; transform: rotate(45deg); }
.mark.skipped { color: var(--skipped); background: var(--skipped-ground); }
.mark.skipped::before { height: .1875rem; border-radius: 1px; }
.when, .source { color: var(--quiet); font-size: .8125rem; }
.source { line-height: 1.4; }
.grade { display: inline-block; min-width: 1.5rem; padding: 0 .375rem; border: 1px solid var(--field); border-radius: .3125rem; font-size: .75rem; font-weight: 650; text-align: center; }
time { white-space: nowrap; }
.id { color: var(--quiet); }

.failure { padding: 1.25rem; border-left: 4px solid var(--failed); }
.failure + .failure { margin-top: 1rem; }
.failure h3 { font-size: 1.0625rem; line-height: 1.35; }
.failure .facts { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; margin-top: .5rem; }
.failure .basis { margin-top: .375rem; line-height: 1.4; }
.difference { margin-top: .875rem; padding: .75rem .875rem; border-radius: .5rem; background: var(--failed-ground); color: var(--ink); white-space: pre-wrap; }
.failure h4 { margin-top: 1.25rem; font-size: .875rem; }
.failure p.none { margin-top: 1rem; color: var(--quiet); font-size: .875rem; }
details { margin-top: .5rem; border: 1px solid var(--line); border-radius: .5rem; }
summary { display: flex; gap: .5rem; align-items: baseline; padding: .5rem .75rem; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "▸"; flex: none; width: .75rem; color: var(--quiet); }
details[open] > summary::before { content: "▾"; }
summary code { min-width: 0; }
summary .status { margin-left: auto; padding-left: .5rem; font-size: .875rem; font-weight: 650; white-space: nowrap; font-variant-numeric: tabular-nums; }
.exchange { padding: 0 .75rem .75rem; }
.exchange h5 { display: flex; justify-content: space-between; align-items: center; min-height: 2rem; margin: .625rem 0 .25rem; font-size: .8125rem; color: var(--quiet); }
.exchange pre { max-height: 26rem; overflow: auto; padding: .75rem .875rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--code); white-space: pre-wrap; line-height: 1.45; }
button { padding: .25rem .75rem; border: 1px solid var(--field); border-radius: .5rem; background: var(--card); color: var(--accent); font: inherit; font-size: .8125rem; font-weight: 600; cursor: pointer; }

.tools { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin-bottom: 1rem; }
.tools label { display: block; font-size: .8125rem; font-weight: 600; color: var(--quiet); }
.tools .search { flex: 1 1 16rem; }
.tools .outcome { flex: 0 1 11rem; }
.tools input, .tools select { display: block; width: 100%; min-height: 2.75rem; margin-top: .25rem; padding: .375rem .75rem; border: 1px solid var(--field); border-radius: .5rem; background: var(--card); color: inherit; font: inherit; }
.tools output { flex: 0 0 auto; padding-bottom: .625rem; color: var(--quiet); font-size: .875rem; font-variant-numeric: tabular-nums; }

table { width: 100%; table-layout: fixed; border-collapse: separate; border-spacing: 0; }
caption { padding: .875rem 1.125rem; text-align: left; font-weight: 650; }
caption .when { margin-left: .5rem; font-weight: 400; }
th, td { padding: .6875rem 1.125rem; border-top: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
thead th { padding-top: .5rem; padding-bottom: .5rem; overflow-wrap: break-word; background: var(--tint); font-size: .8125rem; font-weight: 650; }
th.rule { width: 36%; } th.evidence { width: 22%; }
td.result .when { display: block; margin-top: .1875rem; }
td .say { margin-top: .25rem; font-size: .8125rem; line-height: 1.4; }
td a.when { display: block; margin-top: .1875rem; color: var(--accent); }
table + table, .group + .group { margin-top: 1rem; }
.observations { margin: .25rem 0 0; padding-left: 1.125rem; font-size: .8125rem; color: var(--quiet); }

@media (max-width: 46rem) {
  h1 { font-size: 1.5rem; }
  body > header { padding-top: 1.25rem; }
  .failure { padding: 1rem; }
  table, caption, tbody, tr, th, td { display: block; width: auto !important; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { padding: .75rem 1rem; border-top: 1px solid var(--line); }
  tbody th, td { padding: 0; border: 0; }
  td { margin-top: .375rem; }
  td.result { display: grid; grid-template-columns: 9.5rem 1fr; gap: 0 .75rem; align-items: baseline; }
  td.result::before { content: attr(data-target); grid-row: 1; color: var(--quiet); font-size: .8125rem; }
  td.result > * { grid-column: 2; justify-self: start; }
  td.result.none { display: none; }
}
@media print {
  body { background: none; } .tools, button { display: none !important; } .card { box-shadow: none; break-inside: avoid; }
}
`
