import { urlencoded } from "express"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { z } from "zod"

import { handler } from "../events/handler.ts"
import { on } from "../events/on.ts"
import { state } from "../events/state.ts"
import { page } from "../pages/page.ts"
import { redirect } from "../patches/control-values.ts"
import { openPage, testApp, type TestApp } from "./index.ts"

const counter = state("counter", () => ({ count: 0 }))
const add = handler("add", { state: counter }, ({ state }) => {
  state.count += 1
  return <Counter count={state.count} />
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

const heard = handler("heard", ({ data, form, trigger }) => <pre id="heard">{JSON.stringify({ trigger, data, form })}</pre>)
const slow = handler("slow", () => new Promise<void>((resolve) => releases.push(resolve)))
const releases: (() => void)[] = []

const modules = {
  "components/test.tsx": {
    add,
    heard,
    slow,
    counter: page("/counter", { title: "Counter", state: counter, render: ({ state }) => <Counter count={state.count} /> }),
    form: page("/form", () => (
      <main>
        <pre id="heard" />
        <form id="form" {...on("submit", heard, { of: "form" })}>
          <input name="name" />
          <input name="search" {...on("input", heard, { of: "search" }, { debounce: 20 })} />
          <input type="checkbox" name="news" value="yes" />
          <select name="size" {...on("change", heard, { of: "size" })}>
            <option value="s">Small</option>
            <option value="l">Large</option>
          </select>
          <button type="submit" name="by" value="button">
            Send
          </button>
        </form>
        <input id="keys" {...on("key:ctrl+s", heard)} />
        <div id="end" {...on("appear", heard, { of: "end" })} />
        <button type="button" id="slow" {...on("click", slow)}>
          Slow
        </button>
        <button type="button" disabled>
          Off
        </button>
      </main>
    )),
    links: page("/links", ({ session, query }) => (
      <main>
        <h1>{`${session.user ?? "nobody"} ${query.q ?? ""}`}</h1>
        <a href="/counter">Counter</a>
        <a href="/moved">Moved</a>
        <form action="/links">
          <input name="q" />
          <button type="submit">Look</button>
        </form>
        <form action="/login" method="post">
          <input name="user" />
          <button type="submit">Log in</button>
        </form>
      </main>
    )),
    moved: page("/moved", () => redirect("/counter")),
  },
}

declare module "livetsx" {
  interface SessionData {
    user?: string
  }
}

let live: TestApp
beforeAll(async () => {
  live = await testApp({
    modules,
    printLog: false,
    setUp: ({ express }) => {
      express.post("/login", urlencoded(), (request, response) => {
        request.session.user = String(request.body.user)
        response.redirect("/links")
      })
    },
  })
})
afterAll(() => live.close())

describe("openPage", () => {
  it("runs the real client against the real server", async () => {
    const page = await openPage(live, "/counter")
    expect([page.title, page.url, page.status, page.text("output")]).toEqual(["Counter", "/counter", 200, "0"])
    await page.click("+1")
    await page.settled()
    expect(page.text("output")).toBe("1")
    expect(page.consoleErrors).toEqual([])
  })

  it("notes what goes over the wire, with its bytes", async () => {
    const page = await openPage(live, "/counter")
    const before = page.frames.length
    await page.click("+1")
    await page.settled()
    await page.settled()
    const frames = page.frames.slice(before)
    expect(frames.map(({ direction }) => direction)).toEqual(["sent", "received"])
    expect(frames[0]?.text).toMatch(/^42\d+\["e",\{"n":1,"f":"add"/)
    expect(frames[1]).toMatchObject({ text: expect.stringMatching(/^43\d+\[/), bytes: frames[1]?.text.length })
  })

  it("gives every page a visitor of its own, and shares one where it is asked to", async () => {
    const mine = await openPage(live, "/links", { session: { user: "Ada" } })
    expect(mine.text("h1")).toBe("Ada")
    expect((await openPage(live, "/links")).text("h1")).toBe("nobody")
    expect((await openPage(live, "/links", { visitor: mine })).text("h1")).toBe("Ada")
  })

  it("says which page has what, when an element is missing", async () => {
    const page = await openPage(live, "/counter")
    expect(() => page.text("#nothing")).toThrow(
      /Expected "#nothing" on the page \/counter.*Found none\.\nThe page has: <section id="counter"><output>0/s,
    )
    await expect(page.click("+2")).rejects.toThrow(/Expected "\+2"/)
    await expect(page.fill("output", "1")).rejects.toThrow('Expected "output" to be a text field, got <output>.')
  })

  it("refuses what a person could not do", async () => {
    const page = await openPage(live, "/form")
    await expect(page.click("Off")).rejects.toThrow('"Off" is disabled')
    await expect(page.select("select", "xl")).rejects.toThrow('expected one of s, l, got "xl"')
  })
})

describe("what a person does", () => {
  it("sends a form with its button", async () => {
    const page = await openPage(live, "/form")
    await page.fill("[name=name]", "Ada")
    await page.check("[name=news]")
    await page.select("[name=size]", "l")
    await page.settled()
    await page.submit("#form")
    await page.settled()
    expect(JSON.parse(page.text("#heard"))).toEqual({
      trigger: "submit",
      data: { of: "form" },
      form: { name: "Ada", search: "", news: "yes", size: "l", by: "button" },
    })
  })

  it("types, and waits for what is debounced", async () => {
    const page = await openPage(live, "/form")
    await page.type("[name=search]", "abc")
    expect(page.focused?.getAttribute("name")).toBe("search")
    await page.settled()
    expect(JSON.parse(page.text("#heard"))).toMatchObject({ trigger: "input", form: { search: "abc" } })
    expect(page.frames.filter(({ text }) => text.includes('"heard"') && text.startsWith("42"))).toHaveLength(1)
  })

  it("presses keys: maps of the page, and Enter in a field", async () => {
    const page = await openPage(live, "/form")
    await page.focus("#keys")
    await page.press("ctrl+s")
    await page.settled()
    expect(JSON.parse(page.text("#heard"))).toMatchObject({ trigger: "key:ctrl+s" })
    await page.focus("[name=name]")
    await page.press("Enter")
    await page.settled()
    expect(JSON.parse(page.text("#heard"))).toMatchObject({ trigger: "submit", form: { by: "button" } })
  })

  it("scrolls to what is to appear", async () => {
    const page = await openPage(live, "/form")
    await page.settled()
    expect(page.text("#heard")).toBe("")
    await page.scrollTo("#end")
    await page.settled()
    expect(JSON.parse(page.text("#heard"))).toMatchObject({ trigger: "appear", data: { of: "end" } })
  })
})

describe("going to other documents", () => {
  it("follows links and redirects with a full load, and comes back", async () => {
    const page = await openPage(live, "/links")
    await page.click("Counter")
    expect([page.url, page.connected]).toEqual(["/counter", true])
    await page.back()
    await page.settled()
    expect(page.url).toBe("/links")
    await page.forward()
    await page.settled()
    expect([page.url, page.title]).toEqual(["/counter", "Counter"])
    await page.visit("/moved")
    expect(page.url).toBe("/counter")
    await expect(page.forward()).rejects.toThrow("has no entry in its history to go forward to")
  })

  it("leaves a click with ctrl to the browser", async () => {
    const page = await openPage(live, "/links")
    await page.click("Counter", { ctrlKey: true })
    expect([page.url, page.opened]).toEqual(["/links", [expect.stringMatching(/\/counter$/)]])
  })

  it("sends forms that no script takes", async () => {
    const page = await openPage(live, "/links")
    await page.fill("[name=q]", "live")
    await page.click("Look")
    expect([page.url, page.text("h1")]).toEqual(["/links?q=live", "nobody live"])
    await page.fill("[name=user]", "Grace")
    await page.click("Log in")
    expect([page.url, page.text("h1")]).toEqual(["/links", "Grace"])
  })

  it("loads a page anew as a new page", async () => {
    const page = await openPage(live, "/counter")
    await page.click("+1")
    await page.settled()
    await page.reload()
    expect(page.text("output")).toBe("0")
  })
})

describe("settled", () => {
  it("says what it waited for", async () => {
    const page = await openPage(live, "/form")
    await page.click("Slow")
    await expect(page.settled({ timeout: 50 })).rejects.toThrow(
      "The page /form has not settled within 50 ms. Still waiting for 1 event to be answered: slow.",
    )
    releases.pop()?.()
    await page.settled()
  })

  it("does not wait for a page that is cut off", async () => {
    const page = await openPage(live, "/counter")
    await page.disconnect()
    await expect(page.settled()).rejects.toThrow("cut off")
    await page.reconnect()
    await page.settled()
  })

  it("knows of what others have sent before", async () => {
    const [mine, theirs] = await Promise.all([openPage(live, "/counter"), openPage(live, "/counter")])
    await live.live.broadcast(<output id="news">news</output>)
    await live.live.broadcast({ target: "main,section", html: <p>broadcast</p> })
    await Promise.all([mine.settled(), theirs.settled()])
    expect([mine.text("section"), theirs.text("section")]).toEqual(["broadcast", "broadcast"])
  })
})

describe("waitFor", () => {
  it("waits until a condition holds, and tells the last failure where it never does", async () => {
    const page = await openPage(live, "/counter")
    setTimeout(() => void live.live.broadcast({ target: "output", html: "7" }), 30)
    await page.waitFor(() => expect(page.text("output")).toBe("7"))
    await expect(page.waitFor(() => page.text("output") === "8", { timeout: 20 })).rejects.toThrow("did not come to the condition")
    await expect(page.waitFor(() => expect(page.text("output")).toBe("8"), { timeout: 20 })).rejects.toThrow("expected '7' to be '8'")
  })
})

describe("testApp", () => {
  it("holds the browsers' time", async () => {
    const held = await testApp({ modules, clock: "held", printLog: false })
    const page = await openPage(held, "/form")
    await page.type("[name=search]", "abc")
    await held.clock.advance(19)
    await page.settled()
    expect(page.text("#heard")).toBe("")
    await held.clock.advance(1)
    await page.settled()
    expect(page.text("#heard")).toContain("abc")
    const late = vi.fn()
    page.window.setTimeout(late, 5)
    page.close()
    await held.clock.advance(5)
    expect(late).not.toHaveBeenCalled()
    await held.close()
    await expect(live.clock.advance(1)).rejects.toThrow("expected a clock that is held")
  })

  it("reports modules that fail, as the server's start does", async () => {
    const broken = await testApp({
      modules: { "components/broken.tsx": () => Promise.reject(new Error("no such thing")), ...modules },
      printLog: false,
    })
    expect(broken.report.lines[0]).toBe("✗ components/broken.tsx: no such thing")
    expect((await openPage(broken, "/counter")).text("output")).toBe("0")
    await broken.close()
  })

  it("keeps sessions and page states over a restart, and pages connect again by themselves", async () => {
    const app = await testApp({ modules, printLog: false })
    const page = await openPage(app, "/counter")
    await page.click("+1")
    await page.settled()
    await app.restart()
    await page.settled()
    await page.click("+1")
    await page.settled()
    expect(page.text("output")).toBe("2")
    expect(page.errors).toEqual([])
    await app.close()
  })

  it("runs schemas of handlers that a test declares", async () => {
    const strict = handler("strict", { data: z.object({ by: z.coerce.number() }) }, ({ data }) => <b id="b">{typeof data.by}</b>)
    const app = await testApp({
      modules: {
        "components/strict.tsx": {
          strict,
          page: page("/", () => (
            <b id="b" {...on("click", strict, { by: 1 })}>
              go
            </b>
          )),
        },
      },
    })
    const opened = await openPage(app, "/")
    await opened.click("go")
    await opened.settled()
    expect(opened.text("b")).toBe("number")
    await app.close()
  })
})
