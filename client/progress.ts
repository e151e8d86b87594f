/** The bar at the top of the page while something takes long. */
export function showProgress(shown: boolean, label: string): void {
  const bar = document.getElementById("liveview-progress")
  if (!shown) return bar?.remove()
  if (!bar) document.body.append(createBar(label))
}

function createBar(label: string): HTMLElement {
  const bar = document.createElement("div")
  bar.id = "liveview-progress"
  bar.setAttribute("role", "progressbar")
  bar.setAttribute("aria-label", label)
  return bar
}
