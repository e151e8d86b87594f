import type { Binding } from "./binding.ts"
import type { Clock } from "./clock.ts"
import type { Cause, Flight } from "./runs.ts"

interface Pending {
  element: Element
  trigger: string
  call(): void
  /** Stops its timer; without one it waits for an answer. */
  cancel?(): void
  mayHurry: boolean
}

export interface Timing {
  /** Calls after so many milliseconds of quiet, unless the element has left the page by then. */
  debounce(element: Element, trigger: string, delay: number, call: () => void): void
  /** Calls when what is in flight has been `answered`. */
  wait(cause: Cause, binding: Binding, flight: Flight, call: () => void): void
  answered(cause: Cause): void
  /** False within so many milliseconds after it was last true. */
  throttle(element: Element, trigger: string, delay: number): boolean
  /** Calls at once what is pending of these elements, and may be; without `of` everything, since nobody is there any more for an answer. */
  flush(of?: (element: Element) => boolean): void
  /** How many calls are pending. */
  size(): number
}

/** Debounce and throttle of the events of elements. */
export function createTiming(clock: Clock): Timing {
  const pending = new Set<Pending>()
  const passed = new WeakMap<Element, Record<string, number>>()

  function debounce(element: Element, trigger: string, delay: number, call: () => void): void {
    const own: Pending = { element, trigger, call, mayHurry: true, cancel: clock.after(delay, () => fire(own)) }
    replace(own)
  }

  function wait({ element, trigger }: Cause, { options }: Binding, { count }: Flight, call: () => void): void {
    // Events of a concurrent handler would overtake each other.
    if (count) replace({ element, trigger, call, mayHurry: !options.concurrent })
    else call()
  }

  /** What was pending of the same element and trigger is told by the newer one. */
  function replace(own: Pending): void {
    for (const other of pending) if (other.element === own.element && other.trigger === own.trigger) drop(other)
    pending.add(own)
  }

  function answered({ element, trigger }: Cause): void {
    for (const own of pending) if (own.element === element && own.trigger === trigger && !own.cancel) fire(own)
  }

  function fire(own: Pending): void {
    drop(own)
    if (own.element.isConnected) own.call()
  }

  function drop(own: Pending): void {
    own.cancel?.()
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

  function flush(of?: (element: Element) => boolean): void {
    // Also what has to wait once it is not delayed any more.
    for (const own of pending) if (!of || (own.mayHurry && of(own.element))) fire(own)
  }

  return { debounce, wait, answered, throttle, flush, size: () => pending.size }
}
