import { marked } from "./marked.ts"

type Heard<E> = (event: E, path: EventTarget[]) => void

/** Gives what was heard so far to a listener, and from then on what is heard. */
export type Early<E> = (listener: Heard<E>) => void

/**
 * Listens from the start in place of a part that is loaded later. What it cannot do any more is keep the browser from
 * what it does by itself. `isWanted`: nothing is kept for a part that the page does not use.
 */
export function listenEarly<T extends keyof DocumentEventMap>(
  type: T,
  isWanted: (event: DocumentEventMap[T]) => unknown,
  capture = false,
): Early<DocumentEventMap[T]> {
  let kept: Parameters<Heard<DocumentEventMap[T]>>[] = []
  let hear: Heard<DocumentEventMap[T]> = (event, path) => {
    if (isWanted(event)) kept.push([event, path])
  }
  document.addEventListener(type, (event) => hear(event, event.composedPath()), capture)
  return (listener) => {
    hear = listener
    for (const heard of kept) listener(...heard)
    kept = []
  }
}

/** What triggers without an event of its own on its element, and is listened to by parts that are loaded when they are needed. */
export interface Inputs {
  keys: Early<KeyboardEvent>
  presses: Early<PointerEvent>
  clicks: Early<MouseEvent>
}

export function listenToInputs(): Inputs {
  const hasAway = () => marked("data-liveview-away").length
  return {
    keys: listenEarly("keydown", ({ target }) => target instanceof Element && target.closest("[data-liveview-keyboard-map]")),
    presses: listenEarly("pointerdown", hasAway, true),
    clicks: listenEarly("click", hasAway, true),
  }
}
