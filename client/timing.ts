import type { Clock } from "./clock.ts"

interface Pending {
  element: Element
  trigger: string
  call(): void
  cancel(): void
}

export interface Timing {
  /** Calls after so many milliseconds of quiet, unless the element has left the page by then. */
  debounce(element: Element, trigger: string, delay: number, call: () => void): void
  /** False within so many milliseconds after it was last true. */
  throttle(element: Element, trigger: string, delay: number): boolean
  /** Calls at once what is pending of these elements. */
  flush(of?: (element: Element) => boolean): void
  /** How many calls are pending. */
  size(): number
}

/** Debounce and throttle of the events of elements. */
export function createTiming(clock: Clock): Timing {
  const pending = new Set<Pending>()
  const passed = new WeakMap<Element, Record<string, number>>()

  function debounce(element: Element, trigger: string, delay: number, call: () => void): void {
    for (const other of pending) if (other.element === element && other.trigger === trigger) drop(other)
    const own: Pending = { element, trigger, call, cancel: clock.after(delay, () => fire(own)) }
    pending.add(own)
  }

  function fire(own: Pending): void {
    drop(own)
    if (own.element.isConnected) own.call()
  }

  function drop(own: Pending): void {
    own.cancel()
    pending.delete(own)
  }

  function throttle(element: Element, trigger: string, delay: number): boolean {
    const times = passed.get(element) ?? {}
    passed.set(element, times)
    const now = clock.now()
    if (now - (times[trigger] ?? Number.NEGATIVE_INFINITY) < delay) return false
    times[trigger] = now
    return true
  }

  function flush(of: (element: Element) => boolean = () => true): void {
    for (const own of [...pending]) if (pending.has(own) && of(own.element)) fire(own)
  }

  return { debounce, throttle, flush, size: () => pending.size }
}
