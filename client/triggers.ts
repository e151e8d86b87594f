import { lazy } from "./lazy.ts"
import type { Page } from "./page.ts"

/** Told of elements that came, or whose attributes were changed. */
interface Watcher {
  look(elements: Element[]): void
}

const attributes = ["keyboard-map", "modal", "init", "intersect-appear", "intersect-disappear", "intersect-threshold", "away"].map(
  (name) => `data-liveview-${name}`,
)
const [keys, modals, ...observed] = attributes.map((name) => `[${name}]`)

/** What triggers without a DOM event of its own is loaded with the first element that asks for it, whoever put it there. */
export function watchTriggers(page: Page): void {
  const kinds: [selector: string, use: (use: (watcher: Watcher) => void) => void][] = [
    [`${keys}`, lazy(() => import("./keyboard.ts").then((part) => part.watchKeys(page.runs, page.inputs)))],
    [`${modals}`, lazy(() => import("./modal.ts").then((part) => part.createModals(page)))],
    [`${observed}`, lazy(() => import("./observers.ts").then((part) => part.createObservers(page.runs, page.inputs)))],
  ]
  const look = (elements: Element[]) => {
    for (const [selector, use] of kinds)
      if (elements.some((element) => element.matches(selector) || element.querySelector(selector))) use((watcher) => watcher.look(elements))
  }
  const observer = new MutationObserver((records) => look(records.flatMap(changedElements)))
  observer.observe(document, { childList: true, subtree: true, attributeFilter: [...attributes, "open"] })
  look([document.documentElement])
}

function changedElements({ type, target, addedNodes, attributeName }: MutationRecord): Element[] {
  const changed = (type === "attributes" ? [target] : [...addedNodes]).filter((node) => node instanceof Element)
  return attributeName === "open" ? changed.filter((element) => element.matches(`${modals}`)) : changed
}
