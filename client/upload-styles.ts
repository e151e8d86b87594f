/** Layout only as far as it must be: `:where` lets the page's own rules win. */
export function addUploadStyles(): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(rules)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}

const rules = `
:where(.liveview-uploads) { list-style: none; margin: .5rem 0 0; padding: 0; display: grid; gap: .4rem }
:where(.liveview-upload) { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; align-items: center; column-gap: .75rem; font-size: .875rem }
:where(.liveview-upload > img) { grid-column: 1; grid-row: 1 / span 3; inline-size: 3rem; block-size: 3rem; object-fit: cover; border-radius: .375rem }
:where(.liveview-upload > :not(img, button)) { grid-column: 2; min-inline-size: 0 }
:where(.liveview-upload-name) { overflow-wrap: anywhere }
:where(.liveview-upload > progress) { inline-size: 100%; block-size: .5rem; accent-color: var(--liveview-accent, light-dark(#3457d5, #9db2ff)) }
:where(.liveview-upload > button) {
  grid-column: 3; grid-row: 1 / span 3; font: inherit; cursor: pointer; min-inline-size: 2rem; min-block-size: 2rem; padding: 0;
  background: none; color: inherit; border: 1px solid transparent; border-radius: .375rem;
}
:where(.liveview-upload > button:hover) { border-color: currentColor }
:where(.liveview-upload[data-state=refused] > .liveview-upload-status) { color: var(--liveview-danger, light-dark(#b3261e, #ffb4ab)) }
:where(.liveview-dropping) { outline: 2px dashed var(--liveview-accent, light-dark(#3457d5, #9db2ff)); outline-offset: 2px }
`
