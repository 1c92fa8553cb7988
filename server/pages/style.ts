import { createHash } from 'node:crypto'

// Colours are named once and swapped for the dark scheme; every pair of text and ground has 4.5:1 or more.
const css = `
:root {
  color-scheme: light dark;
  --ground: #eef3f2; --card: #ffffff; --ink: #17262a; --quiet: #506166; --line: #d5dedd; --field: #7b8c8c;
  --accent: #0a655c; --accent-strong: #084d46; --on-accent: #ffffff; --tint: #e6f2f0;
  --alert: #a3201d; --alert-ground: #fdeeed; --note: #f6f4ea; --note-line: #b9ad7d;
  --shadow: 0 1px 2px rgb(16 40 44 / .06), 0 12px 32px rgb(16 40 44 / .08);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1719; --card: #162225; --ink: #e9f0ef; --quiet: #a5b5b5; --line: #2c3b3e; --field: #748789;
    --accent: #69d2c3; --accent-strong: #8fe3d7; --on-accent: #06231f; --tint: #1b3132;
    --alert: #ffb3ad; --alert-ground: #3a1d1d; --note: #24251b; --note-line: #6f6a47;
    --shadow: 0 1px 2px rgb(0 0 0 / .4), 0 12px 32px rgb(0 0 0 / .3);
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; display: flex; flex-direction: column;
  background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, p, ul { margin: 0; }
a { color: var(--accent); text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }

header { background: var(--card); border-bottom: 1px solid var(--line); }
.bar { display: flex; align-items: center; gap: .75rem; max-width: 60rem; margin: 0 auto; padding: .75rem 1.25rem; }
.mark { flex: none; width: 2.5rem; height: 2.5rem; }
.mark rect { fill: var(--accent); }
.mark path { fill: none; stroke: var(--on-accent); stroke-width: 3; stroke-linecap: round; }
.bank { flex: 1; min-width: 0; line-height: 1.3; }
.bank strong { display: block; font-weight: 650; }
.bank small { display: flex; flex-wrap: wrap; align-items: center; gap: .125rem .5rem; margin-top: .125rem; font-size: .8125rem; color: var(--quiet); }
.badge { padding: 0 .5rem; border: 1px solid var(--note-line); border-radius: 1rem; background: var(--note); color: var(--ink); }
.language { flex: none; padding: .5rem 0; font-size: .9375rem; }

main { flex: 1; width: 100%; max-width: 32rem; margin: 0 auto; padding: 1.25rem 1rem 1.5rem; }
.card { padding: 1.5rem 1.25rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--card); box-shadow: var(--shadow); }
.step { display: flex; align-items: center; gap: .75rem; margin-bottom: .75rem; font-size: .875rem; color: var(--quiet); }
.bars { display: flex; gap: .375rem; }
.step i { width: 1.75rem; height: .25rem; border-radius: .25rem; background: var(--line); }
.step i.done { background: var(--accent); }
h1 { font-size: 1.625rem; line-height: 1.25; font-weight: 700; letter-spacing: -.01em; }
h2 { margin-top: 1.5rem; font-size: 1rem; font-weight: 650; }
.intro { margin-top: .5rem; color: var(--quiet); }
.intro strong { color: var(--ink); font-weight: 650; }
.alert {
  margin-top: 1.25rem; padding: .75rem 1rem; border: 1px solid var(--alert); border-radius: .625rem;
  background: var(--alert-ground); color: var(--alert);
}

form { margin-top: 1.25rem; }
form + form { margin-top: .75rem; }
label { display: block; margin-bottom: .375rem; font-size: .9375rem; font-weight: 600; }
input {
  display: block; width: 100%; min-height: 3rem; margin-bottom: 1rem; padding: .5rem .875rem;
  border: 1px solid var(--field); border-radius: .625rem; background: var(--card); color: inherit; font: inherit;
}
input[aria-invalid] { border-color: var(--alert); }
input:focus-visible { outline-width: 2px; outline-offset: 0; border-color: var(--accent); }
button, .button {
  display: block; width: 100%; min-height: 3rem; padding: .625rem 1rem; border: 1px solid var(--accent); border-radius: .625rem;
  background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 650; line-height: 1.5;
  text-align: center; text-decoration: none; cursor: pointer;
}
button:hover, .button:hover { background: var(--accent-strong); border-color: var(--accent-strong); }
button.quiet { background: transparent; color: var(--accent); border-color: var(--field); }
button.quiet:hover { background: var(--tint); }
button + button { margin-top: .75rem; }
.sign { display: block; width: 2.75rem; height: 2.75rem; margin-bottom: 1rem; }
.sign circle { fill: var(--tint); }
.sign path { fill: none; stroke: var(--accent); stroke-width: 3; stroke-linecap: round; }
.card > .button { margin-top: 1.5rem; }

.accounts { list-style: none; margin-top: .5rem; padding: 0; border: 1px solid var(--line); border-radius: .75rem; }
.accounts li { padding: .75rem 1rem; }
.accounts li + li { border-top: 1px solid var(--line); }
.accounts li { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 1rem; }
.accounts strong { font-weight: 600; }
.accounts small { font-size: .875rem; color: var(--quiet); }
.iban { width: 100%; font-variant-numeric: tabular-nums; }
.grants { list-style: none; margin-top: .5rem; padding: 0; }
.grants li { position: relative; padding-left: 1.75rem; }
.grants li + li { margin-top: .25rem; }
.grants li::before {
  content: ""; position: absolute; left: .375rem; top: .3em; width: .4em; height: .75em;
  border: solid var(--accent); border-width: 0 .15em .15em 0; transform: rotate(45deg);
}
.limits { margin-top: .5rem; font-size: .9375rem; color: var(--quiet); }
.limits time { color: var(--ink); font-weight: 600; white-space: nowrap; }
.hint { margin-top: 1rem; padding: .625rem 1rem; border: 1px dashed var(--note-line); border-radius: .625rem; background: var(--note); font-size: .9375rem; }
.pending { margin-top: 1.25rem; padding: 1rem 1rem 1.125rem; border: 1px solid var(--line); border-radius: .75rem; }
.pending h2 { margin: 0; font-size: 1.0625rem; }
.pending .message { margin: .75rem 0; padding: .625rem .875rem; border-radius: .625rem; background: var(--tint); white-space: pre-line; }
.pending .button, .pending .actions { margin-top: .875rem; }
.actions { display: grid; gap: .625rem; }
.actions button + button { margin-top: 0; }
.code { padding: .125rem .5rem; border-radius: .375rem; background: var(--note); font-size: 1.25rem; letter-spacing: .08em; user-select: all; }
.nothing { margin-top: 1.25rem; color: var(--quiet); }
code { font: .9375em ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-weight: 600; }
footer { max-width: 60rem; margin: 0 auto; padding: 0 1.25rem 1.5rem; font-size: .8125rem; color: var(--quiet); text-align: center; }

@media (min-width: 40rem) {
  main { padding-top: 2.25rem; }
  .card { padding: 2rem 2.5rem 2.25rem; }
  .choice { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; }
  .choice button + button { margin-top: 0; }
}
@media (prefers-reduced-motion: no-preference) {
  button, .button, input { transition: background-color .15s, border-color .15s; }
}
`

/** The one stylesheet of the bank's pages, inline since a page loads nothing. */
export const style = css

/** The stylesheet as a Content-Security-Policy source: this text may be used, and no other. */
export const styleSource = `'sha256-${createHash('sha256').update(css).digest('base64')}'`
