import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { handler } from "../events/handler.ts"
import { on } from "../events/on.ts"
import { page } from "../pages/page.ts"
import { openRawPage } from "../testing/raw-page.ts"
import { openPage, testApp, type TestApp, type TestPage } from "../testing/index.ts"
import { Visitor } from "../testing/visitor.ts"
import { newRoom, signRoom } from "./room-token.ts"

const join = handler("join", ({ join, data }) => join(String(data.room)))
const leave = handler("leave", ({ leave, data }) => leave(String(data.room)))
const tell = handler("tell", ({ to }) => to("chat").send({ target: "#messages", html: <p>hello</p>, append: true }))
const stranger = handler("stranger", ({ join }) => join("*"))

const chat = page("/", {
  rooms: ({ query }) => (query.in ? [String(query.in)] : []),
  render: () => (
    <main>
      <div id="messages" />
      {(
        [
          ["join", join],
          ["leave", leave],
          ["tell", tell],
          ["stranger", stranger],
        ] as const
      ).map(([name, each]) => (
        <button type="button" {...on("click", each, { room: "chat" })}>
          {name}
        </button>
      ))}
    </main>
  ),
})

let live: TestApp
beforeAll(async () => {
  live = await testApp({ modules: { "components/chat.tsx": { join, leave, tell, stranger, chat } }, printLog: false })
})
afterAll(() => live.close())

async function click(on: TestPage, wanted: string): Promise<void> {
  await on.click(wanted)
  await on.settled()
}

describe("rooms of the author's", () => {
  it("are joined and left by handlers, each page for itself", async () => {
    const [mine, theirs] = await Promise.all([openPage(live, "/"), openPage(live, "/")])
    await click(theirs, "join")
    for (const _ of [1, 2]) await click(mine, "tell")
    await theirs.settled()
    expect([mine.texts("#messages p"), theirs.texts("#messages p")]).toEqual([[], ["hello", "hello"]])
    await click(theirs, "leave")
    await click(mine, "tell")
    await theirs.settled()
    expect(theirs.count("#messages p")).toBe(2)
  })

  it("are kept over a reconnection, and what was sent meanwhile arrives once", async () => {
    const [mine, theirs] = await Promise.all([openPage(live, "/"), openPage(live, "/")])
    await click(theirs, "join")
    await theirs.disconnect()
    await click(mine, "tell")
    await theirs.reconnect()
    await theirs.settled()
    await click(mine, "tell")
    await theirs.settled()
    expect(theirs.count("#messages p")).toBe(2)
  })

  it("are joined by the page itself", async () => {
    const [mine, theirs] = await Promise.all([openPage(live, "/"), openPage(live, "/?in=chat")])
    await click(mine, "tell")
    await theirs.settled()
    expect(theirs.count("#messages p")).toBe(1)
  })

  it("are not those of pages and of everyone", async () => {
    const opened = await openPage(live, "/")
    await click(opened, "stranger")
    expect(opened.errors).toMatchObject([{ code: "handler_error" }])
    expect(live.log.join("")).toContain('join() in Handler "stranger" (components/chat.tsx) expected a room of your own, got *')
  })

  it.each(["a b", "über/ß", "$%&'\"<>", "chat:*", "__proto__", "constructor", "socket.io#/#", "x".repeat(200)])(
    "may have any name: %s",
    async (room) => {
      const [opened, other] = await Promise.all([openPage(live, `/?in=${encodeURIComponent(room)}`), openPage(live, "/?in=another")])
      await live.live.to(room).send({ target: "#messages", html: "one" })
      await opened.disconnect()
      await live.live.to(room).send({ target: "#messages", html: "two", append: true })
      await opened.reconnect()
      await Promise.all([opened.settled(), other.settled()])
      expect([opened.status, opened.text("#messages"), other.text("#messages")]).toEqual([200, "onetwo", ""])
    },
  )

  it.each(["", "x".repeat(201)])("have a name, and no longer one than anybody needs: %j", async (room) => {
    const opened = await openPage(live, "/")
    const button = [...opened.document.querySelectorAll("button")].find(({ textContent }) => textContent === "join")
    button?.setAttribute("data-data-room", room)
    await click(opened, "join")
    expect(opened.errors).toMatchObject([{ code: "handler_error", function: "join" }])
    await click(opened, "tell")
    expect([opened.errors.length, opened.connected]).toEqual([1, true])
  })

  it("get all of what is sent at once, however much, in order", async () => {
    const pages = await Promise.all([openPage(live, "/?in=crowd"), openPage(live, "/?in=crowd")])
    const all = Array.from({ length: 500 }, (_, at) => String(at))
    await Promise.all(all.map((text) => live.live.to("crowd").send({ target: "#messages", html: <p>{text}</p>, append: true })))
    for (const each of pages) {
      await each.settled()
      expect(each.texts("#messages p")).toEqual(all)
    }
  })

  it("get what is sent from anywhere", async () => {
    const opened = await openPage(live, "/?in=chat")
    await live.live.to("chat").send({ target: "#messages", html: "from a job" })
    await opened.settled()
    expect(opened.text("#messages")).toBe("from a job")
  })
})

describe("a page's room", () => {
  it("has a token that begins with its UUID, new in every document", async () => {
    const one = await openPage(live, "/")
    const other = await openPage(live, "/", { visitor: one })
    const [first, second] = [one, other].map((opened) => opened.attribute("html", "data-room"))
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\./)
    expect(first).not.toBe(second)
  })

  it.each<[string, (token: string) => unknown]>([
    ["none", () => undefined],
    ["nothing", () => ""],
    ["a number", () => 5],
    ["the UUID alone", (token) => token.split(".")[0]],
    ["another UUID with the same signature", (token) => token.replace(/^[^.]*/, newRoom())],
    ["a changed signature", (token) => `${token.slice(0, -4)}AAAA`],
    ["one that somebody else has signed", () => signRoom(newRoom(), "session", ["another secret, of 32 characters or more"])],
  ])("is not joined with a token like this: %s", async (_what, make) => {
    const raw = await openRawPage(live, "/")
    await expect(raw.connect({ token: make(raw.auth.token) })).rejects.toThrow(/unauthorized|expired/)
  })

  it("is not joined with another session's token, nor without a session", async () => {
    const [victim, attacker] = await Promise.all([openRawPage(live, "/"), openRawPage(live, "/")])
    await expect(victim.connect({}, attacker.visitor)).rejects.toThrow("unauthorized")
    await expect(victim.connect({}, new Visitor())).rejects.toThrow("unauthorized")
    const { close } = await victim.connect()
    close()
  })

  it("is not joined from another origin, whatever the token", async () => {
    const raw = await openRawPage(live, "/")
    await expect(raw.connect({}, raw.visitor, "https://evil.example")).rejects.toThrow("websocket error")
    await expect(raw.connect({}, raw.visitor, "null")).rejects.toThrow("websocket error")
  })

  it("is not shown twice: a copy of the document becomes a page of its own", async () => {
    const raw = await openRawPage(live, "/")
    const first = await raw.connect()
    await expect(raw.connect({ document: "another" })).rejects.toThrow("expired")
    first.close()
  })

  it("gets another token by itself where its session has gone, and goes on", async () => {
    const opened = await openPage(live, "/")
    const before = opened.attribute("html", "data-room")
    await opened.disconnect()
    await opened.forgetCookies()
    await opened.reconnect()
    await opened.settled()
    expect(opened.attribute("html", "data-room")).not.toBe(before)
    await click(opened, "join")
    expect(opened.errors).toEqual([])
  })
})
