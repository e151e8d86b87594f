type Callback = (...content: unknown[]) => void

interface Timer {
  id: number
  at: number
  every: number | undefined
  call(): void
}

/** The time of the browsers of a test: debounce, throttle, `removeAfter`, toasts, reconnection. The server's time goes on by itself. */
export interface BrowserClock {
  /** Whether it is moved by `advance()` alone. */
  readonly held: boolean
  /** Lets so many milliseconds pass in every page; timers that are due are called in their order. Needs `testApp({ clock: "held" })`. */
  advance(milliseconds: number): Promise<void>
  /** Gives a window this time. */
  installIn(window: Window & typeof globalThis): void
}

/** The browsers' time is the machine's. */
export const runningClock: BrowserClock = {
  held: false,
  advance: async () => {
    throw new Error('clock.advance() expected a clock that is held: testApp({ clock: "held" }). Got one that runs by itself.')
  },
  installIn: () => undefined,
}

/** The browsers' time stands still but for what `advance` lets pass. */
export function heldClock(): BrowserClock {
  const timers = new Map<number, Timer>()
  let now = Date.now()
  let ids = 0

  function add(callback: Callback, delay: unknown, content: unknown[], repeats: boolean): number {
    const wait = Math.max(0, Number(delay) || 0)
    const timer = { id: ++ids, at: now + wait, every: repeats ? Math.max(1, wait) : undefined, call: () => callback(...content) }
    timers.set(timer.id, timer)
    return timer.id
  }

  function next(until: number): Timer | undefined {
    const due = [...timers.values()].filter(({ at }) => at <= until)
    return due.sort((one, other) => one.at - other.at || one.id - other.id)[0]
  }

  function fire(timer: Timer): void {
    now = Math.max(now, timer.at)
    if (timer.every === undefined) timers.delete(timer.id)
    else timer.at += timer.every
    timer.call()
  }

  return {
    held: true,
    async advance(milliseconds) {
      const until = now + milliseconds
      for (let timer = next(until); timer; timer = next(until)) {
        fire(timer)
        // What a timer began (a microtask, a message) comes before the next timer, as in a browser.
        await new Promise((resolve) => setImmediate(resolve))
      }
      now = until
    },
    installIn(window) {
      const start = now
      // A window that was closed has no document any more; its timers go with it.
      const whileOpen =
        (callback: Callback): Callback =>
        (...content) =>
          Reflect.get(window, "document") && callback(...content)
      Object.assign(window, {
        setTimeout: (callback: Callback, delay?: unknown, ...content: unknown[]) => add(whileOpen(callback), delay, content, false),
        setInterval: (callback: Callback, delay?: unknown, ...content: unknown[]) => add(whileOpen(callback), delay, content, true),
        clearTimeout: (id: number) => void timers.delete(id),
        clearInterval: (id: number) => void timers.delete(id),
      })
      dateOf(window).now = () => now
      window.performance.now = () => now - start
    },
  }
}

/** The types of a window leave out the language's own objects. */
function dateOf(window: Window): DateConstructor {
  return Reflect.get(window, "Date")
}
