import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pass } from "node:timers/promises"

import { beforeEach, describe, expect, it } from "vitest"

import { handler } from "../events/handler.ts"
import { on } from "../events/on.ts"
import { state } from "../events/state.ts"
import { page } from "../pages/page.ts"
import { rerender } from "../patches/control-values.ts"
import { Append } from "../patches/elements.ts"
import { openRawPage } from "../testing/raw-page.ts"
import { openPage, testApp, type TestApp, type TestPage } from "../testing/index.ts"

const counter = state("counter", () => ({ count: 0 }))
let runs = 0
let renders = 0
const steps: (() => void)[] = []

const add = handler("add", { state: counter }, ({ state }) => {
  runs += 1
  state.count += 1
  return <Counter count={state.count} />
})
const slowAdd = handler("slow_add", { state: counter }, async ({ state }) => {
  runs += 1
  await new Promise<void>((resolve) => steps.push(resolve))
  state.count += 1
  return <Counter count={state.count} />
})
const refresh = handler("refresh", { state: counter }, ({ state }) => {
  state.count += 1
  return rerender()
})
const login = handler("login", ({ session }) => {
  session.user = "Ada"
})

function Counter({ count }: { count: number }) {
  return (
    <section id="counter">
      <output>{count}</output>
      <button type="button" {...on("click", add)}>
        +1
      </button>
    </section>
  )
}

function Item({ n }: { n: number }) {
  renders += 1
  return <li id={`item-${n}`}>{n}</li>
}

const home = page("/", {
  state: counter,
  render: ({ state, session }) => (
    <main>
      <h1>{session.user ?? "nobody"}</h1>
      <Counter count={state.count} />
      <button type="button" {...on("click", slowAdd)}>
        slow
      </button>
      <button type="button" {...on("click", refresh)}>
        refresh
      </button>
      <button type="button" {...on("click", login)}>
        login
      </button>
      <form>
        <input name="draft" />
      </form>
      <ul id="list" />
    </main>
  ),
})

declare module "livetsx" {
  interface SessionData {
    user?: string
  }
}

const modules = { "components/delivery.tsx": { add, slowAdd, refresh, login, home } }
let live: TestApp
beforeEach(async () => {
  live = await testApp({ modules, printLog: false })
  runs = 0
  renders = 0
  steps.length = 0
  return () => live.close()
})

async function click(on: TestPage, wanted: string): Promise<void> {
  await on.click(wanted)
  await on.settled()
}

function broadcastItem(n: number): Promise<void> {
  return live.live.broadcast(
    <Append target="#list">
      <Item n={n} />
    </Append>,
  )
}

describe("an event", () => {
  it("that is sent twice with one number runs once, and is answered twice alike", async () => {
    const raw = await openRawPage(live, "/")
    const socket = await raw.connect()
    const [first, second] = await Promise.all([socket.send({ n: 1, f: "add" }), socket.send({ n: 1, f: "add" })])
    const third = await socket.send({ n: 1, f: "add" })
    expect(runs).toBe(1)
    for (const reply of [first, second, third]) expect(reply).toEqual([expect.arrayContaining([expect.stringContaining("1")])])
    await socket.send({ n: 2, f: "add" })
    expect(runs).toBe(2)
    socket.close()
  })

  it("that takes longer than the browser waits is sent again, run once, and its answer shown", async () => {
    const held = await testApp({ modules, clock: "held", printLog: false })
    const opened = await openPage(held, "/")
    await opened.click("slow")
    await expect.poll(() => steps.length).toBe(1)
    await held.clock.advance(10_000)
    const sent = () => opened.frames.filter(({ text }) => text.includes('"slow_add"')).length
    await opened.waitFor(() => sent() === 2)
    steps[0]?.()
    await opened.settled()
    expect([runs, opened.text("output")]).toEqual([1, "1"])
    await held.close()
  })

  it("that is sent again over another socket while it runs is waited for", async () => {
    const raw = await openRawPage(live, "/")
    const before = await raw.connect()
    before.socket.emit("e", { n: 1, f: "slow_add" }, () => undefined)
    await expect.poll(() => steps.length).toBe(1)
    before.close()
    const after = await raw.connect()
    const reply = after.send({ n: 1, f: "slow_add" })
    await pass(20)
    steps[0]?.()
    expect(await reply).toEqual([expect.arrayContaining([expect.stringContaining("1")])])
    expect(runs).toBe(1)
    after.close()
  })

  it("whose answer was lost runs once, and its answer comes with the next connection", async () => {
    const opened = await openPage(live, "/")
    await opened.click("slow")
    await expect.poll(() => steps.length).toBe(1)
    await opened.disconnect()
    steps[0]?.()
    await opened.reconnect()
    await opened.settled()
    expect([runs, opened.text("output"), opened.errors]).toEqual([1, "1", []])
  })

  it("that was made while away is sent in its turn", async () => {
    const opened = await openPage(live, "/")
    await opened.disconnect()
    await opened.click("+1")
    expect(opened.exists("[data-liveview-busy]")).toBe(true)
    await opened.reconnect()
    await opened.settled()
    expect([runs, opened.text("output"), opened.exists("[data-liveview-busy]")]).toEqual([1, "1", false])
  })

  it("that waited too long is refused, visibly, and never run", async () => {
    const held = await testApp({ modules, clock: "held", printLog: false })
    const opened = await openPage(held, "/")
    await opened.disconnect()
    await opened.click("+1")
    await held.clock.advance(30_000)
    expect(opened.errors).toMatchObject([{ code: "offline_expired", function: "add" }])
    expect(opened.text("#liveview-notices")).not.toBe("")
    await opened.reconnect()
    await opened.settled()
    expect([runs, opened.text("output")]).toEqual([0, "0"])
    await held.close()
  })
})

describe("what a page has missed", () => {
  it("comes when it is back: in order, once, and without the page being rendered again", async () => {
    const opened = await openPage(live, "/")
    await broadcastItem(1)
    await opened.settled()
    await opened.disconnect()
    for (const n of [2, 3, 4]) await broadcastItem(n)
    await opened.reconnect()
    await opened.settled()
    await broadcastItem(5)
    await opened.settled()
    expect(opened.texts("#list li")).toEqual(["1", "2", "3", "4", "5"])
    expect(opened.frames.filter(({ text }) => text.includes("item-1"))).toHaveLength(1)
  })

  it("comes also where it was sent between the document and its connection", async () => {
    const opened = await openPage(live, "/", { connect: false })
    for (const n of [11, 12]) await broadcastItem(n)
    expect(opened.texts("#list li")).toEqual([])
    await opened.reconnect()
    await opened.settled()
    expect(opened.texts("#list li")).toEqual(["11", "12"])
  })

  it("is rendered anew where the log does not reach back so far, with what was typed kept", async () => {
    const opened = await openPage(live, "/")
    await click(opened, "+1")
    await opened.type("[name=draft]", "unsent")
    await opened.disconnect()
    for (let n = 0; n < 300; n++) await live.live.broadcast({ target: "#list", html: <li id="only">{n}</li> })
    await opened.reconnect()
    await opened.settled()
    // What was only broadcast is not in the page function; the state of the page is.
    expect([opened.text("output"), opened.value("[name=draft]"), opened.texts("#list li")]).toEqual(["1", "unsent", []])
    await click(opened, "+1")
    expect([opened.text("output"), opened.errors]).toEqual(["2", []])
  })

  it("is rendered anew where the server has been restarted, with sessions and page state kept", async () => {
    const own = await testApp({ modules, printLog: false })
    const opened = await openPage(own, "/")
    await click(opened, "login")
    await click(opened, "refresh")
    expect([opened.text("h1"), opened.text("output")]).toEqual(["Ada", "1"])
    await opened.type("[name=draft]", "unsent")
    await own.restart()
    await opened.settled()
    await click(opened, "+1")
    expect([opened.text("h1"), opened.text("output"), opened.value("[name=draft]"), opened.errors]).toEqual(["Ada", "2", "unsent", []])
    await own.close()
  })

  it("is kept for a new process on the same data", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "livetsx-kept-"))
    const first = await testApp({ modules, printLog: false, dataDir })
    const opened = await openPage(first, "/")
    await click(opened, "login")
    await click(opened, "refresh")
    await opened.disconnect()
    await first.close({ keepPages: true })
    const second = await testApp({ modules, printLog: false, dataDir })
    await opened.reconnect(second)
    await opened.settled()
    await click(opened, "+1")
    expect([opened.text("h1"), opened.text("output")]).toEqual(["Ada", "2"])
    opened.close()
    await second.close()
    await rm(dataDir, { recursive: true })
  })
})

describe("the way back", () => {
  it("is tried for ever, further and further apart, and the visitor is told", async () => {
    const held = await testApp({ modules, clock: "held", printLog: false, reconnection: { delay: 100, max: 1_000, factor: 2, jitter: 0 } })
    const opened = await openPage(held, "/")
    await opened.disconnect()
    await held.clock.advance(500)
    expect(opened.text("#liveview-notices")).not.toBe("")
    for (let attempt = 0; attempt < 12; attempt++) {
      await held.clock.advance(1_000)
      await pass(5)
    }
    await opened.reconnect()
    await opened.settled()
    expect(opened.connected).toBe(true)
    await click(opened, "+1")
    expect(opened.text("output")).toBe("1")
    await held.close()
  })
})

describe("the wire", () => {
  it("takes at most 45 bytes for the answer of a counter", async () => {
    const opened = await openPage(live, "/")
    for (const count of ["1", "2", "3"]) {
      await click(opened, "+1")
      const frame = opened.frames.at(-1)
      expect([opened.text("output"), frame?.direction]).toEqual([count, "received"])
      expect(frame?.bytes).toBeLessThanOrEqual(45)
    }
  })

  it("carries no markup when a page connects, nor when it comes back and has missed nothing", async () => {
    const opened = await openPage(live, "/")
    await opened.settled()
    await opened.disconnect()
    await opened.reconnect()
    await opened.settled()
    expect(opened.frames.filter(({ direction, text }) => direction === "received" && /<|\["p"/.test(text))).toEqual([])
  })

  it("renders a broadcast once, however many pages it reaches", async () => {
    const pages = await Promise.all(Array.from({ length: 5 }, () => openPage(live, "/")))
    await broadcastItem(1)
    for (const each of pages) await each.settled()
    expect([renders, pages.map((each) => each.text("#list"))]).toEqual([1, ["1", "1", "1", "1", "1"]])
  })
})
