import { clock } from "./clock.ts"
import type { Connection } from "./connection.ts"

/** Milliseconds between looks at the clock, of sleep after which the connection is tried, and of silence after which it is made anew. */
const times = { look: 5_000, asleep: 10_000, silence: 2_500 }

/**
 * A device that slept or has changed its network may be left with one end of a connection, and nobody tells it: both ends would
 * wait for the next ping. So the connection is tried as soon as the page is awake again.
 */
export function watchSleep(connection: Pick<Connection, "resume" | "reconnect">): void {
  let [isUp, isTried] = [true, false]
  let seen = clock.now()

  function look(): void {
    const before = seen
    seen = clock.now()
    if (seen - before > times.look + times.asleep) attempt()
  }

  /** Asks for nothing, so that all that comes is an answer. */
  function attempt(): void {
    if (!isUp || isTried || document.visibilityState === "hidden") return
    isTried = true
    const giveUp = clock.after(times.silence, () => {
      isTried = false
      connection.reconnect()
    })
    connection.resume({}, () => {
      isTried = false
      giveUp()
    })
  }

  setInterval(look, times.look)
  document.addEventListener("visibilitychange", look)
  // Frozen by the browser, or in another network.
  document.addEventListener("resume", attempt)
  addEventListener("online", attempt)
  document.addEventListener("liveview:disconnect", () => {
    isUp = false
  })
  for (const name of ["connect", "reconnect"])
    document.addEventListener(`liveview:${name}`, () => {
      isUp = true
    })
}
