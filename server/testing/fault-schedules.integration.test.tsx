import fc from "fast-check"
import { afterAll, beforeAll, expect, it } from "vitest"

import { cases, factor } from "../../scripts/properties.mjs"
import { handler } from "../events/handler.ts"
import { on } from "../events/on.ts"
import { state } from "../events/state.ts"
import { page } from "../pages/page.ts"
import { Append } from "../patches/elements.ts"
import { openPage, testApp, type TestApp, type TestPage } from "./index.ts"

const counter = state("counter", () => ({ count: 0 }))
const runs = new Map<string, number>()

const add = handler("add", { state: counter }, ({ state, room }) => {
  runs.set(room, (runs.get(room) ?? 0) + 1)
  state.count += 1
  return <output id="count">{state.count}</output>
})

const besides = new Map<string, number>()

/** Beside all others, also its own: the first of two takes longer. */
const beside = handler("beside", { concurrent: true }, async ({ room }) => {
  const n = (besides.get(room) ?? 0) + 1
  besides.set(room, n)
  if (n % 2) await new Promise((resolve) => setTimeout(resolve, 5))
  return (
    <Append target="#beside">
      <li>{n}</li>
    </Append>
  )
})

const home = page("/", {
  state: counter,
  rooms: ({ query }) => [String(query.room)],
  render: ({ state }) => (
    <main>
      <output id="count">{state.count}</output>
      <button type="button" {...on("click", add, {}, { sync: "queue" })}>
        +1
      </button>
      <button type="button" {...on("click", beside, {}, { sync: "queue" })}>
        Beside
      </button>
      <input name="draft" />
      <ul id="list" />
      <ul id="beside" />
    </main>
  ),
})

/** What a person, the server and the network do. */
const steps: Record<string, (opened: TestPage) => unknown> = {
  click: (opened) => opened.click("+1"),
  "click beside": (opened) => opened.click("Beside"),
  type: (opened) => opened.type("[name=draft]", "x"),
  send: (opened) => send(opened),
  pass: () => live.clock.advance(120),
  "lose an event": ({ network }) => network.dropNext("sent", /"add"|"beside"/),
  "lose an answer": ({ network }) => network.dropNext("received", /^43/),
  "lose a push": ({ network }) => network.dropNext("received", '"p"'),
  "repeat an event": ({ network }) => network.duplicateNext("sent", /"add"|"beside"/),
  "repeat an answer": ({ network }) => network.duplicateNext("received", /^43/),
  "repeat a push": ({ network }) => network.duplicateNext("received", '"p"'),
  "reorder a push": ({ network }) => network.reorderNext("received", '"p"'),
  delay: ({ network }) => network.delay(60),
  hold: ({ network }) => network.hold("received"),
  release: ({ network }) => network.release(),
}

let live: TestApp
beforeAll(async () => {
  live = await testApp({ modules: { "components/schedules.tsx": { add, beside, home } }, clock: "held", printLog: false })
})
afterAll(() => live.close())

const sentTo = new Map<TestPage, number>()

async function send(opened: TestPage): Promise<void> {
  const n = (sentTo.get(opened) ?? 0) + 1
  sentTo.set(opened, n)
  await live.live.to(roomOf(opened)).send(
    <Append target="#list">
      <li>{n}</li>
    </Append>,
  )
}

function roomOf(opened: TestPage): string {
  return new URL(opened.url, live.url).searchParams.get("room") ?? ""
}

/** The network is well again: all that is under way comes to its end. */
async function recover(opened: TestPage): Promise<void> {
  opened.network.release()
  await opened.reconnect()
  // What nothing follows is only known to be missing by what comes next.
  await send(opened)
  await opened.waitFor(async () => {
    await live.clock.advance(1_000)
    await opened.settled({ timeout: 100 })
  })
}

it("runs every event once and applies every push once, in order, whatever happens to messages", { timeout: 60_000 * factor }, async () => {
  const step = fc.constantFrom(...Object.keys(steps))
  const schedule = fc.tuple(fc.array(step, { maxLength: 25 }), fc.nat(25))
  await fc.assert(
    fc.asyncProperty(schedule, async ([names, cutAt]) => {
      const opened = await openPage(live, `/?room=${crypto.randomUUID().slice(0, 8)}-room`)
      for (const [at, name] of names.entries()) {
        if (at === cutAt) opened.network.cut()
        await steps[name]?.(opened)
      }
      await recover(opened)
      const clicks = names.filter((name) => name === "click").length
      const clicksBeside = names.filter((name) => name === "click beside").length
      const own = opened.attribute("html", "data-room")?.split(".")[0] ?? ""
      expect({
        runs: runs.get(own) ?? 0,
        besides: besides.get(own) ?? 0,
        shownBeside: opened
          .texts("#beside li")
          .map(Number)
          .sort((one, other) => one - other),
        shown: opened.text("#count"),
        typed: opened.value("[name=draft]").length,
        list: opened.texts("#list li"),
        errors: opened.errors,
        console: opened.consoleErrors,
      }).toEqual({
        runs: clicks,
        besides: clicksBeside,
        shownBeside: Array.from({ length: clicksBeside }, (_, index) => index + 1),
        shown: String(clicks),
        typed: names.filter((name) => name === "type").length,
        list: Array.from({ length: sentTo.get(opened) ?? 0 }, (_, index) => String(index + 1)),
        errors: [],
        console: [],
      })
      opened.close()
    }),
    cases(25),
  )
})
