// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest"

import { listenToInputs } from "./early.ts"
import { createObservers } from "./observers.ts"

/** An observer that is told by the test what can be seen. */
class FakeIntersectionObserver {
  static all: FakeIntersectionObserver[] = []
  readonly observed = new Set<Element>()
  readonly #tell: (entries: Pick<IntersectionObserverEntry, "target" | "isIntersecting">[]) => void
  readonly rootMargin: string | undefined

  constructor(
    tell: (entries: Pick<IntersectionObserverEntry, "target" | "isIntersecting">[]) => void,
    { rootMargin }: { rootMargin?: string },
  ) {
    this.#tell = tell
    this.rootMargin = rootMargin
    FakeIntersectionObserver.all.push(this)
  }

  observe(element: Element): void {
    this.observed.add(element)
  }

  unobserve(element: Element): void {
    this.observed.delete(element)
  }

  static see(target: Element, isIntersecting: boolean): void {
    for (const observer of FakeIntersectionObserver.all) if (observer.observed.has(target)) observer.#tell([{ target, isIntersecting }])
  }

  static observing(target: Element): FakeIntersectionObserver[] {
    return FakeIntersectionObserver.all.filter(({ observed }) => observed.has(target))
  }
}

vi.stubGlobal("IntersectionObserver", FakeIntersectionObserver)

const called: string[] = []
const { look } = createObservers({ run: ({ trigger }, binding) => void called.push(`${trigger} ${binding.function}`) }, listenToInputs())

beforeEach(() => {
  called.length = 0
})

function show(html: string): Element {
  document.body.innerHTML = html
  look([document.body])
  const [element] = document.body.children
  if (!element) throw new Error("nothing to show")
  return element
}

describe("init", () => {
  it("runs once for each element, also for those that come later", () => {
    const element = show(`<i data-liveview-init="first"></i>`)
    look([document.body])
    element.insertAdjacentHTML("beforebegin", `<b><i data-liveview-init="second"></i></b>`)
    look([...document.body.children])
    expect(called).toEqual(["init first", "init second"])
  })

  it("runs again after the page was rendered anew", () => {
    show(`<i data-liveview-init="first"></i>`)
    document.dispatchEvent(new CustomEvent("liveview:refresh"))
    expect(called).toEqual(["init first", "init first"])
  })
})

describe("appear and disappear", () => {
  const html = `<i data-liveview-intersect-appear="more" data-liveview-intersect-disappear="less" data-liveview-intersect-threshold="200"></i>`

  it("run each time, and disappear only after an appear", () => {
    const element = show(html)
    for (const isIntersecting of [false, true, false, true]) FakeIntersectionObserver.see(element, isIntersecting)
    expect(called).toEqual(["appear more", "disappear less", "appear more"])
  })

  it("are observed as many pixels before the viewport as the author asks for, one observer for all of these", () => {
    const one = show(html)
    one.insertAdjacentHTML("afterend", html)
    look([document.body])
    const observers = [...document.body.children].flatMap((element) => FakeIntersectionObserver.observing(element))
    expect(new Set(observers).size).toBe(1)
    expect(observers[0]?.rootMargin).toBe("200px")
  })

  it("are observed anew when the element was changed, so that one in view appears again", async () => {
    const element = show(html)
    const observe = vi.spyOn(FakeIntersectionObserver.prototype, "observe")
    element.setAttribute("data-data-page", "2")
    await vi.waitFor(() => expect(observe).toHaveBeenCalledWith(element))
    observe.mockRestore()
  })

  it("are not observed anew for what marks an event in flight", async () => {
    const element = show(html)
    const observe = vi.spyOn(FakeIntersectionObserver.prototype, "observe")
    element.setAttribute("aria-busy", "true")
    element.setAttribute("data-liveview-busy", "")
    element.classList.add("spinning")
    const noted = new Promise((resolve) => new MutationObserver(resolve).observe(element, { attributes: true }))
    element.setAttribute("data-liveview-busy", "again")
    await noted
    expect(observe).not.toHaveBeenCalled()
    observe.mockRestore()
  })

  it("are not observed any more when the element has left the page", () => {
    const element = show(html)
    show("<p></p>")
    expect(FakeIntersectionObserver.observing(element)).toEqual([])
  })
})

describe("away", () => {
  const click = (from: string, to = from) => {
    document.querySelector(from)?.dispatchEvent(new Event("pointerdown", { bubbles: true, composed: true }))
    document.querySelector(to)?.dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true }))
  }

  it("runs for a click that began and ended outside of the element", () => {
    show(`<div data-liveview-away="close"><b></b></div><p></p>`)
    click("b")
    click("b", "p")
    click("p", "b")
    expect(called).toEqual([])
    click("p")
    expect(called).toEqual(["away close"])
  })
})
