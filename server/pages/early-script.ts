/**
 * Runs in the page before anything else is loaded: forms that are sent and buttons that are pressed meanwhile wait for the page to be
 * live. Where a script cannot be loaded, they are sent as the browser sends them by itself, which works too. Links are left alone: they work.
 */
export const earlyScript = `(() => {
  const kept = new Map()
  const keep = (event) => {
    const isSubmit = event.type === "submit"
    const element = isSubmit ? event.target : event.target.closest?.("button,input[type=submit]")
    if (!element?.matches('[data-action*="' + event.type + '->page#run"]')) return
    event.preventDefault()
    kept.set(element, () => (isSubmit ? element.requestSubmit(event.submitter) : element.click()))
  }
  const release = () => {
    for (const type of ["click", "submit"]) document.removeEventListener(type, keep, true)
    for (const [element, again] of kept) if (element.isConnected) again()
    kept.clear()
  }
  for (const type of ["click", "submit"]) document.addEventListener(type, keep, true)
  document.addEventListener("liveview:start", release, { once: true })
  document.addEventListener("error", ({ target }) => target.type === "module" && release(), true)
})()`.replace(/^ +/gm, "")
