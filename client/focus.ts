const focusable = "a[href],button,input,select,textarea,summary,iframe,audio[controls],video[controls],[tabindex],[contenteditable]"

/** Remembers who has the focus. The function that it returns gives it back where a patch has lost it. */
export function rememberFocus(): (trigger?: Element) => void {
  const active = document.activeElement
  if (!active || active === document.body) return () => {}
  const ancestors = ancestorsOf(active)
  const scope = active instanceof HTMLInputElement ? active.form : null
  const restoreRange = rememberRange(active)
  return (trigger) => {
    const now = document.activeElement
    if (now && now !== document.body) return
    if (active.isConnected && attempt(active, true)) return restoreRange(active)
    const again = replacementOf(active, scope)
    if (again && attempt(again, true)) return restoreRange(again)
    if (trigger?.isConnected && attempt(trigger, true)) return
    ancestors.filter((element) => element.isConnected).some((element) => attempt(element, true) || focusWithin(element))
  }
}

/** Gives the focus to the first element among the nodes, or below them, that is marked for it and can have it. */
export function focusMarked(nodes: Iterable<Node>): void {
  const mark = '[data-liveview-focus="true"]'
  for (const node of nodes) {
    if (!(node instanceof Element) || !node.isConnected) continue
    const marked = [...(node.matches(mark) ? [node] : []), ...node.querySelectorAll(mark)]
    if (marked.some(focusAtEnd)) return
  }
}

/** Gives the element the focus or, if it takes none, the first below it that does; in text the caret stands at the end. */
export function focusElement(element: Element): void {
  if (focusAtEnd(element) || focusWithin(element)) return
  element.setAttribute("tabindex", "-1")
  attempt(element)
}

function focusWithin(element: Element): boolean {
  return [...element.querySelectorAll(focusable)].some(focusAtEnd)
}

function focusAtEnd(element: Element): boolean {
  if (!attempt(element)) return false
  if (isText(element) && element.selectionEnd !== null) element.setSelectionRange(element.value.length, element.value.length)
  return true
}

function attempt(element: Element, preventScroll = false): boolean {
  if (element instanceof HTMLElement || element instanceof SVGElement) element.focus({ preventScroll })
  return document.activeElement === element
}

function ancestorsOf(element: Element): Element[] {
  const ancestors: Element[] = []
  for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) ancestors.push(at)
  return ancestors
}

/** What stands in the place of an element that has gone: the one of its id, or of its name in its form. */
function replacementOf(gone: Element, form: HTMLFormElement | null): Element | null {
  const name = gone.getAttribute("name")
  const named = [...(name && form?.isConnected ? form.elements : [])].find((element) => element.getAttribute("name") === name)
  return (gone.id && document.getElementById(gone.id)) || named || null
}

function rememberRange(element: Element): (now: Element) => void {
  if (!isText(element) || element.selectionStart === null) return () => {}
  const { selectionStart, selectionEnd, selectionDirection } = element
  return (now) => {
    if (isText(now) && now.selectionStart !== null) now.setSelectionRange(selectionStart, selectionEnd, selectionDirection ?? undefined)
  }
}

function isText(element: Element): element is HTMLInputElement | HTMLTextAreaElement {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
}
