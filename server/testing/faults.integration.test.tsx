import { beforeEach, describe, expect, it } from "vitest"

import { handler } from "../events/handler.ts"
import { on } from "../events/on.ts"
import { state } from "../events/state.ts"
import { page } from "../pages/page.ts"
import { Append } from "../patches/elements.ts"
import { openPage, testApp, type TestApp, type TestPage } from "./index.ts"

const counter = state("counter", () => ({ count: 0 }))
let runs = 0

const add = handler("add", { state: counter }, ({ state }) => {
  runs += 1
  state.count += 1
  return <output id="count">{state.count}</output>
})
const search = handler("search", ({ form }) => <p id="found">{`found ${String(form.query)}`}</p>)
const checked: string[] = []
const check = handler("check", ({ trigger }) => void checked.push(trigger))
const save = handler("save", ({ form }) => <Form saved={String(form.text)} />)

function Form({ saved = "" }: { saved?: string }) {
  return (
    <form id="form" {...on("submit", save)}>
      <input name="text" />
      <button type="submit">Save</button>
      <em>{saved}</em>
    </form>
  )
}

const home = page("/", {
  state: counter,
  render: ({ state }) => (
    <main>
      <output id="count">{state.count}</output>
      <button type="button" {...on("click", add)}>
        +1
      </button>
      <input name="query" {...on("input", search)} />
      <p id="found" />
      <Form />
      <form {...on("change", check)}>
        <input name="note" />
      </form>
      <ul id="list" />
    </main>
  ),
})

let live: TestApp
let opened: TestPage
beforeEach(async () => {
  live = await testApp({ modules: { "components/faults.tsx": { add, search, check, save, home } }, clock: "held", printLog: false })
  opened = await openPage(live, "/")
  runs = 0
  checked.length = 0
  return () => live.close()
})

function append(n: number): Promise<void> {
  return live.live.broadcast(
    <Append target="#list">
      <li>{`item-${n}`}</li>
    </Append>,
  )
}

/** Events that the page has sent. */
function sent(): number {
  return opened.frames.filter(({ direction, text }) => direction === "sent" && text.includes('"f":"')).length
}

/** What the page has received with this in its text, in the order of its arrival. */
function received(pattern: RegExp): string[] {
  return opened.frames.flatMap(({ direction, text }) => (direction === "received" ? (pattern.exec(text) ?? []) : []))
}

describe("an event", () => {
  it("that arrives twice runs once", async () => {
    opened.network.duplicateNext("sent", '"add"')
    await opened.click("+1")
    await opened.settled()
    expect(received(/^43/)).toHaveLength(2)
    await opened.click("+1")
    await opened.settled()
    expect([runs, opened.text("#count"), opened.errors]).toEqual([2, "2", []])
  })

  it("that is lost on the way is sent again", async () => {
    opened.network.dropNext("sent", '"add"')
    await opened.click("+1")
    await live.clock.advance(9_000)
    expect([runs, sent()]).toEqual([0, 1])
    await live.clock.advance(1_000)
    await opened.settled()
    expect([runs, sent(), opened.text("#count")]).toEqual([1, 2, "1"])
  })

  it("whose answer is lost on the way is answered again, and not run again", async () => {
    opened.network.dropNext("received", /^43/)
    await opened.click("+1")
    await expect.poll(() => runs).toBe(1)
    await live.clock.advance(10_000)
    await opened.settled()
    expect([runs, sent(), opened.text("#count")]).toEqual([1, 2, "1"])
  })

  it("whose answer arrives twice is answered once", async () => {
    opened.network.duplicateNext("received", /^43/)
    await opened.click("+1")
    await opened.settled()
    expect(received(/^43/)).toHaveLength(2)
    await opened.click("+1")
    await opened.settled()
    expect([runs, opened.text("#count"), opened.errors]).toEqual([2, "2", []])
  })

  it("that is under way when the connection breaks is run once", async () => {
    opened.network.hold("received")
    await opened.click("+1")
    await expect.poll(() => runs).toBe(1)
    opened.network.cut()
    await opened.waitFor(() => !opened.connected)
    opened.network.release()
    await opened.reconnect()
    await opened.settled()
    expect([runs, opened.text("#count"), opened.errors]).toEqual([1, "1", []])
  })
})

describe("what the server sends", () => {
  it("is applied in order where it arrives in another", async () => {
    opened.network.reorderNext("received", "item-1")
    for (const n of [1, 2, 3]) await append(n)
    await opened.settled()
    expect(received(/item-\d/)).toEqual(["item-2", "item-1", "item-3"])
    expect(opened.texts("#list li")).toEqual(["item-1", "item-2", "item-3"])
  })

  it("is applied once where it arrives twice", async () => {
    opened.network.duplicateNext("received", "item-1")
    for (const n of [1, 2]) await append(n)
    await opened.settled()
    expect(received(/item-\d/)).toEqual(["item-1", "item-1", "item-2"])
    expect(opened.texts("#list li")).toEqual(["item-1", "item-2"])
  })

  it("is asked for again where it was lost", async () => {
    opened.network.dropNext("received", "item-1")
    for (const n of [1, 2]) await append(n)
    await opened.waitFor(() => received(/item-2/).length === 1)
    expect(opened.texts("#list li")).toEqual([])
    await live.clock.advance(80)
    await opened.waitFor(() => opened.count("#list li") === 2)
    await append(3)
    await opened.settled()
    expect(opened.texts("#list li")).toEqual(["item-1", "item-2", "item-3"])
    expect(received(/item-1/)).toHaveLength(1)
  })
})

describe("an answer that takes long", () => {
  it("does not overwrite what was typed meanwhile", async () => {
    await opened.fill("[name=text]", "first")
    opened.network.delay(2_000, "received")
    await opened.submit("#form")
    await opened.waitFor(() => sent() === 1)
    await opened.fill("[name=text]", "second")
    await opened.blur()
    await opened.waitFor(() => opened.network.waiting === 1)
    await live.clock.advance(1_999)
    expect(opened.text("em")).toBe("")
    await live.clock.advance(1)
    await opened.settled()
    expect([opened.text("em"), opened.value("[name=text]")]).toEqual(["first", "second"])
  })

  it("is not shown after the answer of a later event", async () => {
    opened.network.delay(300)
    for (const text of ["a", "ab", "abc"]) await opened.fill("[name=query]", text)
    const shown: string[] = []
    await opened.waitFor(async () => {
      await live.clock.advance(100)
      if (shown.at(-1) !== opened.text("#found")) shown.push(opened.text("#found"))
      return shown.length === 3
    })
    await opened.settled()
    expect(shown).toEqual(["", "found a", "found abc"])
  })
})

describe("a connection", () => {
  it("that breaks comes back by itself", async () => {
    opened.network.cut()
    await opened.waitFor(() => !opened.connected)
    await opened.waitFor(async () => {
      await live.clock.advance(200)
      return opened.connected
    })
    await append(1)
    await opened.settled()
    expect(opened.texts("#list li")).toEqual(["item-1"])
  })

  it("that breaks and loses nothing sends no form again; one after which the page is rendered anew sends what was typed, once", async () => {
    await opened.fill("[name=note]", "typed")
    await opened.blur()
    await opened.settled()
    expect(checked).toEqual(["change"])
    for (const [breaks, expected] of [
      [() => opened.network.cut(), ["change"]],
      [() => live.restart({ kill: true }), ["change", "recover"]],
    ] as const) {
      await breaks()
      await opened.waitFor(() => !opened.connected)
      await opened.reconnect()
      await opened.settled()
      expect([checked, opened.value("[name=note]")]).toEqual([expected, "typed"])
    }
  })

  it("that hangs without being closed is found dead, and what was done meanwhile is done once", async () => {
    opened.network.hold()
    await live.clock.advance(44_000)
    expect(opened.connected).toBe(true)
    await opened.click("+1")
    await live.clock.advance(2_000)
    expect(opened.connected).toBe(false)
    opened.network.release()
    await opened.reconnect()
    await opened.settled()
    expect([runs, opened.text("#count"), opened.errors]).toEqual([1, "1", []])
  })
})

describe("a server that is killed", () => {
  it("takes nothing along that a person has typed", async () => {
    await opened.type("[name=text]", "half a sent")
    await live.restart({ kill: true })
    await opened.waitFor(() => !opened.connected)
    await opened.reconnect()
    await opened.settled()
    expect([opened.value("[name=text]"), opened.focused?.getAttribute("name")]).toEqual(["half a sent", "text"])
    await opened.type("[name=text]", "ence")
    await opened.submit("#form")
    await opened.settled()
    expect([opened.text("em"), opened.errors]).toEqual(["half a sentence", []])
  })

  it("does not run again what it was running: the visitor is told that nobody knows what became of it", async () => {
    opened.network.hold("received")
    await opened.click("+1")
    await expect.poll(() => runs).toBe(1)
    await live.restart({ kill: true })
    await opened.waitFor(() => !opened.connected)
    opened.network.release()
    await opened.reconnect()
    await opened.settled()
    expect([runs, opened.errors]).toEqual([1, [{ code: "outcome_unknown", function: "add" }]])
    expect(opened.text("#liveview-notices")).not.toBe("")
    await opened.click("+1")
    await opened.settled()
    expect([runs, opened.text("#count")]).toEqual([2, "1"])
  })

  it("has written nothing down, unlike one that is stopped", async () => {
    await opened.click("+1")
    await opened.settled()
    for (const [kill, count] of [
      [false, "2"],
      [true, "1"],
    ] as const) {
      await live.restart({ kill })
      await opened.waitFor(() => !opened.connected)
      await opened.reconnect()
      await opened.settled()
      await opened.click("+1")
      await opened.settled()
      expect(opened.text("#count")).toBe(count)
    }
  })
})

describe("settled", () => {
  it("says what is kept from arriving", async () => {
    opened.network.hold("received")
    await append(1)
    await opened.waitFor(() => opened.network.waiting === 1)
    await expect(opened.settled({ timeout: 20 })).rejects.toThrow("Still waiting for 1 message that page.network keeps from arriving")
    opened.network.release()
    await opened.settled()
    expect(opened.texts("#list li")).toEqual(["item-1"])
  })
})
