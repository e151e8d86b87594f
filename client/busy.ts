import type { Clock } from "./clock.ts"
import { controlsOf, isButton, isSubmitter } from "./event-data.ts"

/** What is shown as busy while an event is in flight. */
export interface BusyPart {
  element: Element
  form: HTMLFormElement | null
  /** The form is being sent: its submit buttons are disabled. */
  sends: boolean
  /** Text of the button meanwhile. */
  text?: string
  submitter?: Element | null
}

export interface Busy {
  /** Marks until what it returns is called. */
  mark(part: BusyPart): () => void
  /** Runs with the page as it was without any mark, so that patches find what the server sent. */
  without(call: () => void): void
}

/** Milliseconds before progress is shown. */
const patience = 500

/** `aria-busy`, disabled buttons and their texts: always made from scratch, so that each is left exactly as it was. */
export function createBusy(clock: Clock, progressChanged: (shown: boolean) => void): Busy {
  const parts = new Set<BusyPart>()
  const undo: (() => void)[] = []
  let stopProgress: (() => void) | undefined

  function without(call: () => void): void {
    for (const restore of undo.splice(0).reverse()) restore()
    try {
      call()
    } finally {
      for (const part of parts) show(part, undo)
    }
  }

  function mark(part: BusyPart): () => void {
    const focused = document.activeElement
    without(() => parts.add(part))
    if (parts.size === 1) stopProgress = showLater()
    return () => {
      without(() => parts.delete(part))
      if (!parts.size) stopProgress?.()
      // A button that was disabled has lost the focus.
      if (focused instanceof HTMLElement && isButton(focused) && document.activeElement === document.body)
        focused.focus({ preventScroll: true })
    }
  }

  function showLater(): () => void {
    const stop = clock.after(patience, () => progressChanged(true))
    return () => {
      stop()
      progressChanged(false)
    }
  }

  return { mark, without }
}

function show({ element, form, sends, text, submitter }: BusyPart, undo: (() => void)[]): void {
  for (const marked of new Set([element, form ?? element])) {
    set(marked, "aria-busy", "true", undo)
    set(marked, "data-liveview-busy", "", undo)
  }
  const button = submitter ?? element
  const disabled = form && sends ? controlsOf(form).filter(isSubmitter) : []
  for (const control of text && isButton(button) ? [...disabled, button] : disabled) set(control, "disabled", "", undo)
  if (text) write(button, text, undo)
}

function set(element: Element, name: string, value: string, undo: (() => void)[]): void {
  const before = element.getAttribute(name)
  if (before === value) return
  element.setAttribute(name, value)
  undo.push(() => (before === null ? element.removeAttribute(name) : element.setAttribute(name, before)))
}

/** The nodes stay: patches count them. */
function write(button: Element, text: string, undo: (() => void)[]): void {
  if (button instanceof HTMLInputElement) return set(button, "value", text, undo)
  const walker = document.createTreeWalker(button, NodeFilter.SHOW_TEXT)
  let rest = text
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const [own, before] = [node, node.nodeValue]
    if (!before?.trim()) continue
    own.nodeValue = rest
    rest = ""
    undo.push(() => {
      own.nodeValue = before
    })
  }
}
