type Callback = (entries: IntersectionObserverEntry[], observer: IntersectionObserver) => void

/** What of a page is in view. A simulated document has no layout: nothing is, until a test says so. */
export class Viewport {
  readonly #inView = new Set<Element>()
  readonly #watched = new Map<Element, Set<(elements: Element[]) => void>>()

  /** Brings elements into view. */
  appear(elements: Element[]): void {
    for (const element of elements) this.#inView.add(element)
    this.#tell(elements)
  }

  disappear(elements: Element[]): void {
    for (const element of elements) this.#inView.delete(element)
    this.#tell(elements)
  }

  /** Brings elements into view, and all others out of it. */
  show(elements: Element[]): void {
    this.disappear([...this.#inView].filter((element) => !elements.includes(element)))
    this.appear(elements)
  }

  #tell(elements: Element[]): void {
    for (const element of elements) for (const tell of this.#watched.get(element) ?? []) tell([element])
  }

  /** The window's IntersectionObserver; as the real one it says of an element that is newly observed where it is. */
  observer(): typeof IntersectionObserver {
    const inView = this.#inView
    const watched = this.#watched
    return class implements IntersectionObserver {
      readonly root = null
      readonly rootMargin: string
      readonly scrollMargin = ""
      readonly thresholds = [0]
      readonly #callback: Callback
      readonly #observed = new Set<Element>()

      constructor(callback: Callback, { rootMargin = "0px" }: IntersectionObserverInit = {}) {
        this.#callback = callback
        this.rootMargin = rootMargin
      }

      observe(element: Element): void {
        this.#observed.add(element)
        const told = watched.get(element) ?? new Set()
        watched.set(element, told.add(this.#tell))
        setImmediate(() => this.#observed.has(element) && this.#tell([element]))
      }

      unobserve(element: Element): void {
        this.#observed.delete(element)
        watched.get(element)?.delete(this.#tell)
      }

      disconnect(): void {
        for (const element of this.#observed) this.unobserve(element)
      }

      takeRecords(): IntersectionObserverEntry[] {
        return []
      }

      #tell = (elements: Element[]) => this.#callback(elements.map(entry), this)
    }

    function entry(target: Element): IntersectionObserverEntry {
      const isIntersecting = inView.has(target) && target.isConnected
      const rectangle = target.getBoundingClientRect()
      return {
        target,
        isIntersecting,
        intersectionRatio: isIntersecting ? 1 : 0,
        time: Date.now(),
        boundingClientRect: rectangle,
        intersectionRect: rectangle,
        rootBounds: null,
      }
    }
  }
}
