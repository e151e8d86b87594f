/** Elements that one change of the page has touched; the outermost of what came, and at most so many. */
const most = 50

/** Notes what changes until it is asked. */
export function watchTouched(): () => Element[] {
  const observer = new MutationObserver(() => {})
  const records: MutationRecord[] = []
  observer.observe(document, { childList: true, subtree: true, attributes: true, characterData: true })
  return () => {
    records.push(...observer.takeRecords())
    observer.disconnect()
    return touchedIn(records)
  }
}

function touchedIn(records: MutationRecord[]): Element[] {
  const came = new Set(records.flatMap(({ addedNodes }) => [...addedNodes].filter(isElement)))
  const grown = new Set(records.filter(({ addedNodes }) => [...addedNodes].some(isElement)).map(({ target }) => target))
  const touched = new Set(records.flatMap((record) => elementsOf(record, grown)))
  return [...touched].filter((element) => element.isConnected && !isWithin(element, came)).slice(0, most)
}

/** Of what came, that; of what went, what it went from, unless something else came there. */
function elementsOf({ type, target, addedNodes, removedNodes }: MutationRecord, grown: Set<Node>): Element[] {
  const added = [...addedNodes].filter(isElement)
  if (added.length) return added
  if (type === "childList" && removedNodes.length && grown.has(target)) return []
  return [isElement(target) ? target : (target.parentElement ?? [])].flat()
}

/** What came with its parent is not named again. */
function isWithin(element: Element, came: Set<Element>): boolean {
  for (let at = element.parentElement; at; at = at.parentElement) if (came.has(at)) return true
  return false
}

function isElement(node: Node): node is Element {
  return node instanceof Element
}

/** As a selector would name it: `li#row-3.row`. */
export function nameOf(element: Element): string {
  const id = element.id ? `#${element.id}` : ""
  const classes = [...element.classList].slice(0, 2).map((name) => `.${name}`)
  return element.localName + id + (id ? "" : classes.join(""))
}
