import { Controller } from "livetsx/client"

/** Keeps the Tab key inside a dialog that is not the browser's own: `data-action="keydown->trap#keep"`. */
export default class extends Controller<HTMLElement> {
  keep(event: KeyboardEvent) {
    if (event.key !== "Tab") return
    const stops = [...this.element.querySelectorAll<HTMLElement>("a[href], button:not([disabled]), input, select, textarea")]
    const [first, last] = event.shiftKey ? [stops.at(-1), stops[0]] : [stops[0], stops.at(-1)]
    if (document.activeElement !== last) return
    event.preventDefault()
    first?.focus()
  }
}
