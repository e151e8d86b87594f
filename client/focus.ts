/** Remembers who has the focus, and which text is selected. The function that it returns gives it back where a patch has lost it: to the same, its replacement, the trigger, or what is near. */
export function rememberFocus(): (trigger?: Element) => void {
  const active = document.activeElement
  const reselect = rememberSelection()
  const near: Element[] = []
  for (let at = active?.parentElement; at && at !== document.body; at = at.parentElement) near.push(at)
  return (trigger) => {
    reselect()
    // The keys that are pressed meanwhile are for nothing else.
    const isDisabled = active?.isConnected && active.matches(":disabled")
    if (isDisabled) paused = active
    else if (hasFocus() || (paused && attempt(paused, true))) paused = null
    if (isDisabled || !active || active === document.body || hasFocus()) return
    const next = [active, replacementOf(active, near), trigger].some((element) => element?.isConnected && attempt(element, true))
    if (!next) near.some((element) => element.isConnected && (attempt(element, true) || focusWithin(element, true)))
  }
}

/** What had the focus until the server disabled it: it gets it back with its being enabled, if nothing else has it then. */
let paused: Element | null = null

let isSelected = false

/** Listens to what is selected: to ask for it makes the browser lay out the page. Returns how to stop. */
export function watchSelection(root: Document): () => void {
  const changed = () => {
    isSelected = true
  }
  root.addEventListener("selectionchange", changed)
  return () => root.removeEventListener("selectionchange", changed)
}

/** Browsers let go of a selected text when it is moved. */
function rememberSelection(): () => void {
  const selection = isSelected ? getSelection() : null
  isSelected = !!selection && !selection.isCollapsed
  if (!selection || !isSelected) return () => {}
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection
  return () => {
    if (selection.isCollapsed && reaches(anchorNode, anchorOffset) && reaches(focusNode, focusOffset))
      selection.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset)
  }
}

function reaches(node: Node | null, offset: number): node is Node {
  return !!node?.isConnected && offset <= (node.nodeValue ?? node.childNodes).length
}

/** The page was loaded: the marked element gets the focus, unless something else has it already. */
export function focusFirstMarked(): void {
  // The browser gives the focus to what is marked with `autofocus` only when it first paints.
  if (!hasFocus() && !document.querySelector("[autofocus]")) focusMarked([document.body])
}

/** Gives the focus to the first element among the nodes, or below them, that is marked for it and can have it. */
export function focusMarked(nodes: Iterable<Node>, preventScroll = false): void {
  const mark = '[data-liveview-focus="true"]'
  for (const node of nodes) {
    if (!(node instanceof Element) || !node.isConnected) continue
    const marked = [...(node.matches(mark) ? [node] : []), ...node.querySelectorAll(mark)]
    if (marked.some((one) => focusAtEnd(one, preventScroll))) return
  }
}

/** Gives the element the focus or, if it takes none, the first below it that does; in text the caret stands at the end. */
export function focusElement(element: Element, preventScroll = false): void {
  if (focusAtEnd(element, preventScroll) || focusWithin(element, preventScroll)) return
  element.setAttribute("tabindex", "-1")
  attempt(element, preventScroll)
}

function focusWithin(element: Element, preventScroll = false): boolean {
  return [...element.querySelectorAll("*")].some((one) => focusAtEnd(one, preventScroll))
}

export function focusAtEnd(element: Element, preventScroll = false): boolean {
  if (!attempt(element, preventScroll)) return false
  const isText = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
  if (isText && element.selectionEnd !== null) element.setSelectionRange(element.value.length, element.value.length)
  return true
}

export function attempt(element: Element, preventScroll = false): boolean {
  if (element instanceof HTMLElement || element instanceof SVGElement) element.focus({ preventScroll })
  return document.activeElement === element
}

function hasFocus(): boolean {
  return !!document.activeElement && document.activeElement !== document.body
}

/** What stands in the place of an element that has gone: the one of its id, or of its name in its form. */
function replacementOf(gone: Element, near: Element[]): Element | null | undefined {
  const form = near.find((element) => element.localName === "form")
  const name = gone.getAttribute("name")
  return document.getElementById(gone.id) ?? (name ? form?.querySelector(`[name=${JSON.stringify(name)}]`) : null)
}
