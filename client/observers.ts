import { bindingOf } from "./binding.ts"
import type { Inputs } from "./early.ts"
import { homeOf } from "./foreign.ts"
import { watchPlace } from "./keep-place.ts"
import type { Runs } from "./runs.ts"

const init = "[data-liveview-init]"
const seen = "[data-liveview-intersect-appear],[data-liveview-intersect-disappear]"

export interface Observers {
  /** Elements that came, or whose attributes were changed. */
  look(elements: Element[]): void
}

/** `init`, `appear`, `disappear` and `away`: triggers that are no events of the browser. */
export function createObservers({ run }: Runs, inputs: Inputs): Observers {
  const begun = new WeakSet<Element>()
  const visible = new WeakSet<Element>()
  const observed = new Map<Element, IntersectionObserver>()
  const observers = new Map<number, IntersectionObserver>()
  const changes = new MutationObserver(changed)

  function look(elements: Element[]): void {
    for (const [element] of observed) if (!element.isConnected) forget(element)
    for (const element of within(elements, init)) begin(element)
    for (const element of within(elements, seen)) observe(element)
  }

  function trigger(element: Element, name: string): void {
    const binding = bindingOf(element, name)
    if (binding) run({ element, trigger: name }, binding)
  }

  function begin(element: Element): void {
    if (begun.has(element)) return
    begun.add(element)
    trigger(element, "init")
  }

  /** Observed anew, an element that is still in view appears again. */
  function changed(records: MutationRecord[]): void {
    const targets = new Set(
      records
        .filter((record) => !isMark(record))
        .map(({ target }) => (target instanceof Element ? target : target.parentElement)?.closest(seen)),
    )
    for (const target of targets) if (target && observed.has(target)) observe(target)
  }

  function observe(element: Element): void {
    forget(element)
    changes.observe(element, { subtree: true, childList: true, characterData: true, attributes: true })
    const observer = observerFor(Math.max(0, Number.parseInt(element.getAttribute("data-liveview-intersect-threshold") ?? "", 10) || 0))
    observed.set(element, observer)
    observer.observe(element)
  }

  function forget(element: Element): void {
    observed.get(element)?.unobserve(element)
    observed.delete(element)
  }

  function observerFor(margin: number): IntersectionObserver {
    const observer = observers.get(margin) ?? new IntersectionObserver(intersected, { rootMargin: `${margin}px` })
    observers.set(margin, observer)
    return observer
  }

  /** What never appeared does not disappear. */
  function intersected(entries: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) trigger(target, "appear")
      else if (visible.has(target)) trigger(target, "disappear")
      if (isIntersecting) visible.add(target)
      else visible.delete(target)
    }
  }

  /** The page was rendered anew: what begins, begins again. */
  document.addEventListener("liveview:refresh", () => {
    for (const element of document.querySelectorAll(init)) begun.delete(element)
    look([document.documentElement])
  })
  watchAway(inputs, trigger)
  watchPlace()
  return { look }
}

function within(elements: Element[], selector: string): Set<Element> {
  return new Set(elements.flatMap((element) => [...(element.matches(selector) ? [element] : []), ...element.querySelectorAll(selector)]))
}

/** What is marked while an event is in flight is no change of the element, nor is what controllers do to its looks. */
function isMark({ type, attributeName, target }: MutationRecord): boolean {
  if (type === "attributes") return !/^data-(data|liveview)-/.test(attributeName ?? "") || attributeName === "data-liveview-busy"
  return (target instanceof Element ? target : target.parentElement)?.closest("[data-liveview-disable-with]") != null
}

/** A click that began and ended outside of an element that is to be seen. */
function watchAway({ presses, clicks }: Inputs, trigger: (element: Element, name: string) => void): void {
  let began: EventTarget[] = []
  presses((_, path) => {
    began = path
  })
  clicks((_, path) => {
    const own = withHomes([...path, ...began])
    began = []
    for (const element of document.querySelectorAll("[data-liveview-away]"))
      if (!own.has(element) && isVisible(element)) trigger(element, "away")
  })
}

/** A menu that a script has put elsewhere still belongs to what the server put it into. */
function withHomes(path: EventTarget[]): Set<EventTarget> {
  const found = new Set(path)
  for (const one of found) {
    const home = one instanceof Node && homeOf(one)
    if (home) found.add(home)
  }
  return found
}

function isVisible(element: Element): boolean {
  return element.checkVisibility?.() ?? true
}
