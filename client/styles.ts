/**
 * A constructed stylesheet needs no exception in the Content-Security-Policy; `:where` lets the page's own rules win. Not where nothing is
 * said: what the page says of all its sections must not show an empty box.
 */
export function addStyles(): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(rules)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}

const rules = `
:where(#liveview-notices) {
  --surface: var(--liveview-surface, light-dark(#fff, #25262b));
  --text: var(--liveview-text, light-dark(#1b1c1f, #f1f2f4));
  --accent: var(--liveview-accent, light-dark(#3457d5, #9db2ff));
  --danger: var(--liveview-danger, light-dark(#b3261e, #ffb4ab));
  position: fixed; z-index: 2147483000; inset-block-end: 1rem; inset-inline: 1rem; display: grid; gap: .5rem; justify-items: center;
  pointer-events: none; color-scheme: light dark; font: 1rem/1.4 system-ui, sans-serif;
}
#liveview-notices:empty { padding: 0; border: 0; background: none; box-shadow: none }
:where(.liveview-toast, .liveview-banner) {
  pointer-events: auto; max-inline-size: min(36rem, 100%); box-sizing: border-box; padding: .6rem 1rem; border-radius: .5rem;
  display: flex; gap: .75rem; align-items: center; background: var(--surface); color: var(--text);
  border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-inline-start: 4px solid var(--accent); box-shadow: 0 4px 16px #0004;
}
:where(.liveview-toast--error) { border-inline-start-color: var(--danger) }
:where(.liveview-toast > button) { all: unset; cursor: pointer; min-inline-size: 1.5rem; min-block-size: 1.5rem; text-align: center; border-radius: .25rem }
:where(.liveview-toast > button:not(:last-child)) { text-decoration: underline; white-space: nowrap }
:where(.liveview-toast > button:focus-visible) { outline: 2px solid var(--accent) }
:where(.liveview-announcement) { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
:where(.liveview-field-error) { display: block; color: var(--liveview-danger, light-dark(#b3261e, #ffb4ab)) }
:where(#liveview-progress) {
  position: fixed; z-index: 2147483001; inset-block-start: 0; inset-inline: 0; block-size: 3px; transform-origin: left;
  background: var(--liveview-accent, light-dark(#3457d5, #9db2ff)); animation: liveview-progress 8s cubic-bezier(.1, .7, .2, 1) forwards;
}
@keyframes liveview-progress { from { transform: scaleX(.05) } to { transform: scaleX(.95) } }
@media (prefers-reduced-motion: no-preference) {
  :where(.liveview-toast, .liveview-banner) { animation: liveview-enter .2s ease-out }
  @keyframes liveview-enter { from { opacity: 0; transform: translateY(.5rem) } }
}
@media (prefers-reduced-motion: reduce) { :where(#liveview-progress) { animation: none } }
`
