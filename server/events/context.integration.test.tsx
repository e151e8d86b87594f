import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { z } from "zod"

import { refuse } from "../errors.ts"
import { page } from "../pages/page.ts"
import { redirect, rerender } from "../patches/control-values.ts"
import { Append, Flash, Update } from "../patches/elements.ts"
import { openRawPage } from "../testing/raw-page.ts"
import { openPage, testApp, type TestApp, type TestPage } from "../testing/index.ts"
import type { Context } from "./context.ts"
import { field, FieldError } from "./field.tsx"
import { handler } from "./handler.ts"
import { on } from "./on.ts"
import { state } from "./state.ts"

declare module "livetsx" {
  interface SessionData {
    user?: string
    visits?: number
  }
}

const seen: Context[] = []
const look = handler("look", (context) => void seen.push(context))

const list = state("list", ({ query }) => ({ items: [String(query.first ?? "none")] }))
const addItem = handler("add_item", { state: list, data: z.object({ item: z.string() }) }, ({ state, data }) => {
  state.items.push(data.item)
  return rerender()
})
const failingAdd = handler("failing_add", { state: list }, ({ state }) => {
  state.items.push("never")
  throw new Error("no")
})

const steps: (() => void)[] = []
const step = () => new Promise<void>((resolve) => steps.push(resolve))
const progress = handler("progress", async function* () {
  for (const percent of [50, 100]) {
    yield <p id="progress">{`${percent} %`}</p>
    await step()
  }
  return <p id="progress">ready</p>
})

const slow = handler("slow", async () => {
  await step()
  return <p id="slow">slow</p>
})
const quick = handler("quick", () => <p id="quick">quick</p>)
const apart = handler("apart", { concurrent: true }, () => <p id="quick">apart</p>)

let aborted = false
const hanging = handler("hanging", { timeout: 50 }, ({ signal }) => {
  aborted = false
  signal.addEventListener("abort", () => {
    aborted = true
  })
  return new Promise(() => undefined)
})

const leave = handler("leave", () => redirect("/elsewhere"))
const login = handler("login", ({ session }) => {
  session.user = "Ada"
  session.visits = (session.visits ?? 0) + 1
  return rerender()
})
const logout = handler("logout", ({ session }) => {
  delete session.user
  return rerender()
})

const contactForm = z.object({ email: z.email("That is no address"), name: z.string().min(2, "Too short") })
const contact = handler("contact", { form: contactForm }, ({ form }) => <p id="thanks">{form.email}</p>)
const contactInvalid = handler(
  "contact_invalid",
  { form: contactForm, invalid: ({ errors, form }) => <p id="thanks">{`${Object.keys(errors)} of ${form.name}`}</p> },
  ({ form }) => <p id="thanks">{form.email}</p>,
)
const taken = handler("taken", () => {
  throw refuse("That name is taken", { field: "name" })
})
const limited = handler("limited", { limit: { events: 1, seconds: 60 } }, () => <Flash kind="info">once</Flash>)

const talk = handler("talk", async ({ send, broadcast, to, room, data }) => {
  await send({ target: "#to-me", html: "me" })
  await broadcast({ target: "#to-all", html: "all" })
  await to("others").send({ target: "#to-room", html: `room of ${room === data.own ? "mine" : "?"}` })
  return <Update target="#reply">reply</Update>
})
const many = handler("many", ({ send }) => {
  for (const n of [1, 2, 3, 4, 5])
    void send(
      <Append target="#to-me">
        <i>{n}</i>
      </Append>,
    )
})

const pages = {
  main: page("/", {
    state: list,
    rooms: ({ query }) => (query.room ? [String(query.room)] : []),
    render: ({ state, session }) => (
      <main>
        <h1>{`${session.user ?? "nobody"} ${session.visits ?? 0}`}</h1>
        <ul id="list">
          {state.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
        {["progress", "slow", "quick", "thanks", "to-me", "to-all", "to-room", "reply"].map((id) => (
          <p id={id} />
        ))}
        {[look, failingAdd, progress, slow, quick, apart, hanging, leave, login, logout, taken, limited, talk, many].map((each) => (
          <button type="button" {...on("click", each)}>
            {each.name}
          </button>
        ))}
        <button type="button" {...on("click", addItem, { item: "more" })}>
          add_item
        </button>
        <form id="contact" {...on("submit", contact)} novalidate>
          <input {...field(contact, "email")} />
          <FieldError of={contact} name="email" />
          <input {...field(contact, "name")} />
          <button type="submit">Send</button>
        </form>
        <form id="contact-invalid" {...on("submit", contactInvalid)} novalidate>
          <input {...field(contactInvalid, "email")} />
          <input {...field(contactInvalid, "name")} value="A" />
          <button type="submit">Send</button>
        </form>
      </main>
    ),
  }),
  elsewhere: page("/elsewhere", { title: "Elsewhere", render: () => <h1>Elsewhere</h1> }),
}

let live: TestApp
beforeAll(async () => {
  const exports = {
    look,
    addItem,
    failingAdd,
    progress,
    slow,
    quick,
    apart,
    hanging,
    leave,
    login,
    logout,
    contact,
    contactInvalid,
    taken,
    limited,
    talk,
    many,
  }
  live = await testApp({ modules: { "components/context.tsx": { ...exports, ...pages } }, printLog: false })
})
afterAll(() => live.close())

async function click(on: TestPage, wanted: string): Promise<void> {
  await on.click(wanted)
  await on.settled()
}

async function nextStep(): Promise<void> {
  await expect.poll(() => steps.length).toBeGreaterThan(0)
  steps.shift()?.()
}

describe("the context", () => {
  it("holds who called what from where", async () => {
    const opened = await openPage(live, "/?first=1", { session: { user: "Ada" } })
    await click(opened, "look")
    const context = seen.at(-1)
    expect(context).toMatchObject({ function: "look", data: {}, form: {}, lang: "en", trigger: "click", session: { user: "Ada" } })
    expect(context?.request).toMatchObject({ ip: "127.0.0.1", url: "/?first=1", headers: { host: expect.stringContaining("127.0.0.1") } })
    expect(context?.room).toMatch(/^[0-9a-f-]{36}$/)
    expect(context?.eventId).toBe(`${context?.room}:${context?.eventId.split(":")[1]}:1`)
    expect(context?.t("key")).toBe("key")
  })

  it("is not shared between events or pages", async () => {
    const [one, other] = await Promise.all([openPage(live, "/"), openPage(live, "/")])
    seen.length = 0
    await Promise.all([click(one, "look"), click(other, "look")])
    await click(one, "look")
    expect(new Set(seen.map(({ eventId }) => eventId)).size).toBe(3)
    expect(new Set(seen.map(({ room }) => room)).size).toBe(2)
  })

  it("sends to the page, to everyone and to a room", async () => {
    const [mine, theirs, outside] = await Promise.all([openPage(live, "/"), openPage(live, "/?room=others"), openPage(live, "/")])
    await click(mine, "talk")
    await Promise.all([theirs.settled(), outside.settled()])
    const shown = (page: TestPage) => ["#to-me", "#to-all", "#to-room", "#reply"].map((selector) => page.text(selector))
    expect(shown(mine)).toEqual(["me", "all", "", "reply"])
    expect(shown(theirs)).toEqual(["", "all", "room of ?", ""])
    expect(shown(outside)).toEqual(["", "all", "", ""])
  })

  it("sends in order, also where the handler does not wait", async () => {
    const opened = await openPage(live, "/")
    await click(opened, "many")
    expect(opened.texts("#to-me i")).toEqual(["1", "2", "3", "4", "5"])
  })
})

describe("what a handler gives", () => {
  it("sends each patch of a generator when it is yielded, and what it returns as the reply", async () => {
    const opened = await openPage(live, "/")
    await opened.click("progress")
    for (const text of ["50 %", "100 %"]) {
      await opened.waitFor(() => opened.text("#progress") === text)
      await nextStep()
    }
    await opened.settled()
    expect(opened.text("#progress")).toBe("ready")
  })

  it("renders the page again with the state that it changed, and sends only the difference", async () => {
    const opened = await openPage(live, "/?first=one")
    const before = opened.document.querySelector("#list li")
    await click(opened, "add_item")
    expect(opened.texts("#list li")).toEqual(["one", "more"])
    expect(opened.document.querySelector("#list li")).toBe(before)
    expect(opened.frames.at(-1)?.bytes).toBeLessThan(100)
  })

  it("keeps nothing of the state that a failing handler changed", async () => {
    const opened = await openPage(live, "/?first=one")
    await click(opened, "failing_add")
    await click(opened, "add_item")
    expect(opened.texts("#list li")).toEqual(["one", "more"])
  })

  it("keeps state apart for each page, also of one visitor", async () => {
    const one = await openPage(live, "/?first=a")
    const other = await openPage(live, "/?first=b", { visitor: one })
    await click(one, "add_item")
    expect([one.texts("#list li"), other.texts("#list li")]).toEqual([["a", "more"], ["b"]])
  })

  it("leads to another page without loading it fully", async () => {
    const opened = await openPage(live, "/")
    const { window } = opened
    await click(opened, "leave")
    expect([opened.url, opened.text("h1"), opened.title, opened.window === window]).toEqual(["/elsewhere", "Elsewhere", "Elsewhere", true])
    await opened.back()
    await opened.settled()
    expect([opened.url, opened.text("h1")]).toEqual(["/", "nobody 0"])
    await click(opened, "add_item")
    expect(opened.texts("#list li")).toEqual(["none", "more"])
  })
})

describe("sessions", () => {
  it("are kept when the handler returns, for every page of the visitor and for nobody else", async () => {
    const mine = await openPage(live, "/")
    const stranger = await openPage(live, "/")
    await click(mine, "login")
    expect(mine.text("h1")).toBe("Ada 1")
    const second = await openPage(live, "/", { visitor: mine })
    expect(second.text("h1")).toBe("Ada 1")
    await click(stranger, "add_item")
    expect(stranger.text("h1")).toBe("nobody 0")
  })

  it("are taken up by pages that were open before", async () => {
    const mine = await openPage(live, "/", { session: { user: "Grace" } })
    const second = await openPage(live, "/", { visitor: mine })
    await click(mine, "logout")
    seen.length = 0
    await click(second, "look")
    expect(seen[0]?.session.user).toBeUndefined()
  })
})

describe("validation", () => {
  it("shows what a schema says beside the fields, and calls nothing", async () => {
    const opened = await openPage(live, "/")
    await opened.fill("#contact [name=email]", "ada")
    await opened.fill("#contact [name=name]", "A")
    await opened.submit("#contact")
    await opened.settled()
    expect([opened.text("#thanks"), opened.value("#contact [name=email]")]).toEqual(["", "ada"])
    expect(opened.text("#contact")).toContain("That is no address")
    expect(opened.text("#contact")).toContain("Too short")
    expect(opened.errors).toMatchObject([{ code: "invalid", function: "contact" }])
    await opened.fill("#contact [name=email]", "ada@example.com")
    await opened.fill("#contact [name=name]", "Ada")
    await opened.submit("#contact")
    await opened.settled()
    expect(opened.text("#thanks")).toBe("ada@example.com")
    expect(opened.text("#contact")).not.toContain("That is no address")
  })

  it("returns what `invalid` makes of it", async () => {
    const opened = await openPage(live, "/")
    await opened.submit("#contact-invalid")
    await opened.settled()
    expect(opened.text("#thanks")).toBe("email,name of A")
    expect(opened.errors).toEqual([])
  })

  it("shows why a handler refuses", async () => {
    const opened = await openPage(live, "/")
    await click(opened, "taken")
    expect(opened.errors).toEqual([{ code: "refused", message: "That name is taken", function: "taken" }])
    expect(opened.text("#liveview-notices")).toContain("That name is taken")
  })
})

describe("turns", () => {
  it("runs one event of a page at a time, in order", async () => {
    const opened = await openPage(live, "/")
    await opened.click("slow")
    await opened.click("quick")
    await expect.poll(() => steps.length).toBe(1)
    expect(opened.text("#quick")).toBe("")
    await nextStep()
    await opened.settled()
    expect([opened.text("#slow"), opened.text("#quick")]).toEqual(["slow", "quick"])
  })

  it("holds also where the browser does not wait, but for what is marked as concurrent", async () => {
    const raw = await (await openRawPage(live, "/")).connect()
    const done: string[] = []
    const replies = ["slow", "quick", "apart"].map((f, index) => raw.send({ n: index + 1, f }).then(() => done.push(f)))
    await expect.poll(() => done).toEqual(["apart"])
    await nextStep()
    await Promise.all(replies)
    expect(done).toEqual(["apart", "slow", "quick"])
    raw.close()
  })

  it("are limited for a page and a handler where the author says so, and nobody else waits", async () => {
    const [raw, other] = await Promise.all([openRawPage(live, "/"), openRawPage(live, "/")].map(async (page) => (await page).connect()))
    const ask = (socket = raw, n = 1, f = "limited") => socket?.send({ n, f })
    expect(await ask()).toEqual([["flash", "info", "once"]])
    const refused = await ask(raw, 2)
    expect(refused).toEqual({ code: "rate_limited", retry: expect.any(Number) })
    expect(refused).toHaveProperty(
      "retry",
      expect.toSatisfy((retry: number) => retry > 55_000 && retry <= 60_000),
    )
    expect(await ask(raw, 3, "quick")).toBeInstanceOf(Array)
    expect(await ask(other)).toEqual([["flash", "info", "once"]])
    raw?.close()
    other?.close()
  })

  it("lets nobody wait for another page", async () => {
    const [one, other] = await Promise.all([openPage(live, "/"), openPage(live, "/")])
    await one.click("slow")
    await expect.poll(() => steps.length).toBe(1)
    await click(other, "quick")
    expect([one.text("#slow"), other.text("#quick")]).toEqual(["", "quick"])
    await nextStep()
    await one.settled()
  })

  it("gives up a handler that takes too long, tells it and the visitor, and goes on", async () => {
    const opened = await openPage(live, "/")
    await click(opened, "hanging")
    expect([aborted, opened.errors]).toMatchObject([true, [{ code: "handler_timeout", function: "hanging" }]])
    await click(opened, "quick")
    expect(opened.text("#quick")).toBe("quick")
  })
})
