import { afterAll, beforeAll, expect, it, vi } from "vitest"

import { handler } from "../events/handler.ts"
import { on } from "../events/on.ts"
import { Link } from "../pages/link.tsx"
import { page } from "../pages/page.ts"
import { openPage, testApp, type TestApp } from "../testing/index.ts"

let signals: AbortSignal[] = []
const linger = handler("linger", { concurrent: true }, ({ signal }) => {
  signals.push(signal)
  return new Promise<undefined>((resolve) => signal.addEventListener("abort", () => resolve(undefined)))
})
const quick = handler("quick", ({ signal }) => {
  signals.push(signal)
})
const home = page("/", () => (
  <>
    <button type="button" {...on("click", linger)}>
      Linger
    </button>
    <button type="button" {...on("click", quick)}>
      Quick
    </button>
    <Link href="/next">Next</Link>
  </>
))
const next = page("/next", () => <p id="next">Next</p>)

let live: TestApp
beforeAll(async () => {
  live = await testApp({ clock: "held", modules: { "components/goodbye.tsx": { linger, quick, home, next } } })
})
afterAll(() => live.close())

async function lingering() {
  signals = []
  const opened = await openPage(live, "/")
  await opened.click("Linger")
  await vi.waitFor(() => expect(signals).toHaveLength(1))
  return opened
}

const aborted = () => signals.map((signal) => signal.aborted)

it.each([
  ["is closed", async (opened: Awaited<ReturnType<typeof lingering>>) => opened.close()],
  [
    "is left by a link",
    async (opened: Awaited<ReturnType<typeof lingering>>) => {
      await opened.click("Next")
      await opened.waitFor(() => {
        void live.clock.advance(1_000)
        return opened.exists("#next")
      })
    },
  ],
])("the signal of what a page asked for is aborted when it %s", async (_, leave) => {
  const opened = await lingering()
  await leave(opened)
  await vi.waitFor(() => expect(aborted()).toEqual([true]), 5_000)
  await opened.close()
})

it("it is not while the page has lost its connection alone, which comes back for its answer", async () => {
  const opened = await lingering()
  const timers = vi.spyOn(globalThis, "setTimeout")
  await opened.disconnect()
  await vi.waitFor(() => expect(live.live.io.sockets.sockets.size).toBe(0))
  for (const [call, milliseconds] of timers.mock.calls) if (milliseconds === 2_000) call()
  timers.mockRestore()
  expect(aborted()).toEqual([false])
  await opened.reconnect()
  await opened.close()
})
