/** Of the timeline alone: it stands in a shadow root, and what the page says of its own elements does not reach it. */
export const looks = `
:host {
  all: initial !important; display: block !important; position: fixed !important; z-index: 2147483646 !important;
  inset: auto auto 0 0 !important; inline-size: 0 !important; block-size: 0 !important; color-scheme: light dark !important;
}
@media print { :host { display: none !important } }
* { box-sizing: border-box }
aside, .outlines {
  --surface: light-dark(#fff, #1d1f24); --raised: light-dark(#f3f4f7, #292c33); --text: light-dark(#1b1c1f, #eceef2);
  --quiet: light-dark(#565b66, #a9afbb); --line: light-dark(#dcdfe6, #3a3e47); --accent: light-dark(#3457d5, #9db2ff);
  --danger: light-dark(#b3261e, #ffb4ab); --warning: light-dark(#8a5300, #ffcf8f);
  --queue: light-dark(#9aa0ac, #7d8492); --wire: light-dark(#3b82f6, #60a5fa);
  --handler: light-dark(#d97706, #fbbf24); --patch: light-dark(#16a34a, #4ade80);
  font: 12px/1.4 system-ui, sans-serif; color: var(--text);
}
button, input, select { font: inherit; color: inherit }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px }
button { background: none; border: 1px solid var(--line); border-radius: 6px; padding: 3px 8px; cursor: pointer }
button:hover { background: var(--raised) }
button:disabled { opacity: .5; cursor: default }
.launcher {
  position: fixed; inset-block-end: 10px; inset-inline-start: 10px; display: flex; align-items: center; gap: 6px; min-inline-size: 32px;
  min-block-size: 32px; padding: 0 7px; border-radius: 16px; background: var(--surface); box-shadow: 0 1px 6px #0003; opacity: .75;
}
.launcher:is(:hover, :focus-visible, [aria-expanded=true], .launcher--simulated) { opacity: 1 }
.launcher--simulated { color: var(--warning); border-color: currentColor; font-weight: 600; padding-inline-end: 12px }
svg { inline-size: 16px; block-size: 16px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round }
.panel {
  position: fixed; inset-block-end: 50px; inset-inline-start: 10px; inline-size: min(60rem, 100vw - 20px); block-size: min(21rem, 100dvh - 60px);
  display: flex; flex-direction: column; background: var(--surface); border: 1px solid var(--line); border-radius: 10px;
  box-shadow: 0 8px 32px #0004; overflow: hidden;
}
.panel--top { inset-block: 10px auto }
.panel[hidden] { display: none }
header { display: flex; align-items: center; gap: 8px; padding: 8px 10px }
h2 { font-size: 13px; margin: 0 }
ul, ol { list-style: none; margin: 0; padding: 0 }
.legend { flex: 1; display: flex; gap: 10px; color: var(--quiet) }
.legend li::before { content: ""; display: inline-block; inline-size: 8px; block-size: 8px; border-radius: 2px; margin-inline-end: 4px; background: var(--colour) }
.queue { --colour: var(--queue) } .wire { --colour: var(--wire) } .handler { --colour: var(--handler) } .patch { --colour: var(--patch) }
fieldset {
  display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; margin: 0; padding: 6px 10px; border: 0;
  border-block: 1px solid var(--line); background: var(--raised);
}
legend { float: inline-start; padding: 0; color: var(--quiet) }
label { display: inline-flex; align-items: center; gap: 4px; white-space: nowrap }
input, select { background: var(--surface); border: 1px solid var(--line); border-radius: 4px; padding: 2px 4px }
input[type=number] { inline-size: 4.8em }
input[type=checkbox] { accent-color: var(--accent); margin: 0 }
fieldset button { background: var(--surface) }
button[aria-pressed=true] { border-color: var(--warning); color: var(--warning); font-weight: 600 }
.columns, .entry {
  display: grid; align-items: center; gap: 0 8px;
  grid-template-columns: minmax(8rem, 1fr) minmax(5.5rem, auto) 7rem 4rem repeat(4, 3.8rem) repeat(2, 4rem) 3.6rem; padding: 4px 10px;
}
.columns > *, .entry > * { min-inline-size: 0 }
.columns { color: var(--quiet); border-block-end: 1px solid var(--line); scrollbar-gutter: stable; overflow: hidden; flex: none }
.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap }
ol { flex: 1; overflow-y: auto; overscroll-behavior: contain; scrollbar-gutter: stable; scrollbar-width: thin }
.columns { scrollbar-width: thin }
li + li { border-block-start: 1px solid var(--line) }
.legend li { border: 0; white-space: nowrap }
.entry { inline-size: 100%; border: 0; border-radius: 0; text-align: start; outline-offset: -2px }
.entry .number { color: var(--quiet) }
.entry .total { color: var(--text) }
.name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--quiet) }
.name b { color: var(--text); font: 600 12px ui-monospace, monospace }
:is(.push, .document, .connection) .name b { font: 500 12px system-ui, sans-serif; color: var(--quiet) }
.outcome { color: var(--quiet); overflow-wrap: anywhere }
.failed .outcome, .failed .name b { color: var(--danger) }
.bar { display: flex; gap: 1px; block-size: 8px; border-radius: 4px; overflow: hidden }
.bar i { background: var(--colour); min-inline-size: 2px; flex-basis: 0 }
.detail {
  display: flex; flex-wrap: wrap; gap: 8px 24px; margin: 0; padding: 4px 10px 10px; background: var(--raised); border-block-start: 1px solid var(--line);
}
dt { color: var(--quiet) }
dd { margin: 0 }
code, dd button { font: 11px ui-monospace, monospace; overflow-wrap: anywhere }
dd button { background: var(--surface); margin-block-start: 2px; text-align: start }
.empty { margin: auto; padding: 16px; color: var(--quiet); text-align: center }
@media (max-width: 52rem) {
  .panel { block-size: min(26rem, 75dvh) }
  .columns { display: none }
  .entry { grid-template-columns: minmax(0, 1fr) auto 4rem; gap: 2px 8px; padding-block: 8px }
  .bar { grid-row: 2; grid-column: 1 / -1 }
  .wide { display: none }
  .entry, fieldset button, header button { min-block-size: 36px }
  fieldset { gap: 6px 8px }
  input[type=number] { inline-size: 4em }
  input[type=number], select { min-block-size: 32px; font-size: 16px }
  header { flex-wrap: wrap }
  h2 { flex: 1 }
  .legend { order: 1; flex-basis: 100% }
}
@media (pointer: coarse) { .launcher { min-inline-size: 40px; min-block-size: 40px; border-radius: 20px; justify-content: center } .panel:not(.panel--top) { inset-block-end: 58px } }
.outline { position: fixed; pointer-events: none; border: 2px solid var(--accent); border-radius: 3px; background: color-mix(in srgb, var(--accent) 14%, transparent) }
`
