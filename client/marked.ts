const names = ["data-liveview-overwrite", "data-liveview-away"] as const
const selector = names.map((name) => `[${name}]`).join()

const found = new Set<Element>()
let observer: MutationObserver | undefined

/** The elements of the page that have the attribute. They are noted as they come: to look for them takes the longer, the longer the page is. */
export function marked(name: (typeof names)[number]): Element[] {
  if (!observer) {
    observer = new MutationObserver(note)
    observer.observe(document, { childList: true, subtree: true, attributeFilter: [...names] })
    find(document)
  }
  note(observer.takeRecords())
  for (const element of found) if (!element.isConnected) found.delete(element)
  return [...found].filter((element) => element.hasAttribute(name))
}

function note(records: MutationRecord[]): void {
  for (const { type, target, addedNodes } of records)
    for (const node of type === "attributes" ? [target] : addedNodes) if (node instanceof Element) find(node)
}

function find(root: Document | Element): void {
  if (root instanceof Element && root.matches(selector)) found.add(root)
  for (const element of root.querySelectorAll(selector)) found.add(element)
}
