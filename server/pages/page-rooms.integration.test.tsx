import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"

import { handler } from "../events/handler.ts"
import { on } from "../events/on.ts"
import { internals, type LiveView } from "../live-view.ts"
import { Append } from "../patches/elements.ts"
import { connectDocument, openWire } from "../sockets/fixtures/wire-page.ts"
import { SessionWatch } from "../sockets/session-watch.ts"
import { openPage, testApp, type TestApp } from "../testing/index.ts"
import { startRedis, type RedisServer } from "../testing/redis-server.ts"
import { page } from "./page.ts"

declare module "livetsx" {
  interface SessionData {
    rank?: string
    visits?: number
  }
}

const count = handler("count", ({ session }) => {
  session.visits = (session.visits ?? 0) + 1
  return <output id="visits">{session.visits}</output>
})

const modules = {
  "components/home.tsx": {
    count,
    home: page("/", {
      rooms: ({ session }) => (session.rank === "officer" ? ["bridge", "deck"] : ["deck"]),
      render: ({ session }) => (
        <main>
          <p id="rank">{session.rank ?? "nobody"}</p>
          <ul id="orders" />
          <output id="visits">{session.visits ?? 0}</output>
          <button {...on("click", count, {}, { sync: "queue" })}>Count</button>
        </main>
      ),
    }),
    bridge: page("/bridge", { rooms: () => ["bridge"], render: () => <ul id="orders" /> }),
  },
}

const setUp = ({ express }: LiveView) => {
  express.get("/as/:rank", (request, response) => {
    request.session.rank = request.params.rank
    request.session.save(() => response.send("done"))
  })
}

vi.setConfig({ testTimeout: 20_000, hookTimeout: 20_000 })

/** Two processes, and tests beside them, may be slow. */
const soon = (assertion: () => void) => vi.waitFor(assertion, 8_000)

const order = (text: string) => (
  <Append target="#orders">
    <li>{text}</li>
  </Append>
)

const rank = (app: TestApp, cookie: string, rank: string) => fetch(`${app.url}/as/${rank}`, { headers: { cookie } })
const ordersOf = (pushes: unknown[][]) => pushes.flat(4).filter((part) => typeof part === "string" && part.includes("<li>"))

describe("the rooms of a page that depend on its session", () => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ modules, setUp })
  })
  afterAll(() => app.close())

  it("are left before anything more is sent there, when the session loses the right to them", async () => {
    const officer = await openWire(app.url, "/")
    await rank(app, officer.document.cookie, "officer")
    await soon(() => expect(officer.instructions).toEqual(["refresh"]))
    const page = await openPage(app, "/", { session: { rank: "officer" } })
    await app.live.to("bridge").send(order("full ahead"))
    await soon(() => expect(page.text("#orders")).toBe("full ahead"))
    await (await openPage(app, "/", { visitor: page })).visit("/as/guest")
    await app.live.to("bridge").send(order("secret"))
    await soon(() => expect(page.text("#rank")).toBe("guest"))
    await app.live.to("bridge").send(order("secret too"))
    await app.live.to("deck").send(order("for all"))
    await soon(() => expect(page.text("#orders")).toContain("for all"))
    expect(page.text("#orders")).not.toContain("secret")
  })

  it("nothing of them is on the wire, also where it was sent in the moment of the change", async () => {
    const first = await openWire(app.url, "/")
    await rank(app, first.document.cookie, "officer")
    first.close()
    const wire = await openWire(app.url, "/", { cookie: first.document.cookie })
    await app.live.to("bridge").send(order("allowed"))
    await soon(() => expect(ordersOf(wire.pushes)).toHaveLength(1))
    const { sessions } = (await internals(app.live).ready()).site
    const load = sessions.load
    const loaded = vi.spyOn(sessions, "load").mockImplementation(async (id) => {
      await new Promise((resolve) => setTimeout(resolve, 100))
      return load(id)
    })
    await rank(app, first.document.cookie, "guest")
    await app.live.to("bridge").send(order("secret"))
    await soon(() => expect(wire.instructions).toEqual(["refresh"]))
    loaded.mockRestore()
    await app.live.to("deck").send(order("for all"))
    await soon(() => expect(ordersOf(wire.pushes)).toHaveLength(2))
    expect(ordersOf(wire.pushes).join("")).not.toContain("secret")
  })

  it("are joined by a page that is open, when the session gains the right to them", async () => {
    const page = await openPage(app, "/", { session: { rank: "guest" } })
    await (await openPage(app, "/", { visitor: page })).visit("/as/officer")
    await soon(() => expect(page.text("#rank")).toBe("officer"))
    await app.live.to("bridge").send(order("full ahead"))
    await soon(() => expect(page.text("#orders")).toBe("full ahead"))
  })

  it("lose nothing, and repeat nothing, while a change is looked at that does not concern them", async () => {
    const page = await openPage(app, "/", { session: { rank: "officer" } })
    const numbers = Array.from({ length: 20 }, (_, number) => `${number};`)
    for (const number of numbers) {
      await page.click("button")
      await app.live.to("bridge").send(order(number))
    }
    await soon(() => expect(page.text("#orders")).toBe(numbers.join("")))
    await page.settled()
    expect(page.text("#visits")).toBe("20")
  })

  it("are not given to a page by the address that it claims to be at", async () => {
    const { document } = await openWire(app.url, "/")
    const wire = await connectDocument(document, { auth: { url: "/bridge", document: "wire" } })
    await wire.send({ n: 1, f: "count", u: "/bridge" })
    await app.live.to("bridge").send(order("secret"))
    await app.live.to("deck").send(order("for all"))
    await soon(() => expect(ordersOf(wire.pushes)).toHaveLength(1))
    expect(ordersOf(wire.pushes).join("")).not.toContain("secret")
  })

  it("are not given back to a page that was away when the right was lost", async () => {
    const first = await openWire(app.url, "/")
    await rank(app, first.document.cookie, "officer")
    first.close()
    const wire = await openWire(app.url, "/", { cookie: first.document.cookie })
    wire.close()
    await rank(app, first.document.cookie, "guest")
    await app.live.to("bridge").send(order("secret"))
    const back = await connectDocument(wire.document)
    await app.live.to("deck").send(order("for all"))
    await soon(() => expect(ordersOf(back.pushes)).toHaveLength(1))
    expect(ordersOf(back.pushes).join("")).not.toContain("secret")
  })

  it("are looked at again where the message of the change was lost", async () => {
    const first = await openWire(app.url, "/")
    await rank(app, first.document.cookie, "officer")
    first.close()
    const wire = await openWire(app.url, "/", { cookie: first.document.cookie })
    const { site } = await internals(app.live).ready()
    const touched = vi.spyOn(site.sessions, "touch").mockResolvedValue({ rank: "guest" })
    const watch = new SessionWatch(site)
    await watch.check()
    watch.close()
    touched.mockRestore()
    await app.live.to("bridge").send(order("secret"))
    await soon(() => expect(wire.instructions).toContain("refresh"))
    expect(ordersOf(wire.pushes)).toEqual([])
  })
})

describe("over two nodes", () => {
  let redis: RedisServer
  let one: TestApp
  let other: TestApp
  beforeAll(async () => {
    redis = await startRedis()
    const node = () => testApp({ modules, setUp, redis: redis.url, printLog: false })
    ;[one, other] = [await node(), await node()]
  })
  afterAll(async () => {
    await Promise.all([one.close(), other.close()])
    await redis.stop()
  })

  it("a right that is lost on one is lost on the other before anything more is sent", async () => {
    const first = await openWire(one.url, "/")
    await rank(one, first.document.cookie, "officer")
    first.close()
    const wire = await openWire(one.url, "/", { cookie: first.document.cookie })
    await other.live.to("bridge").send(order("allowed"))
    await soon(() => expect(ordersOf(wire.pushes)).toHaveLength(1))
    const told = wire.heads.length
    await rank(other, first.document.cookie, "guest")
    await other.live.to("bridge").send(order("secret"))
    // Until it is known what the page may hear it hears nothing, and this wire asks for nothing that it has missed.
    await soon(() => expect(wire.heads.length).toBeGreaterThan(told))
    await other.live.to("deck").send(order("for all"))
    await soon(() => expect(ordersOf(wire.pushes)).toHaveLength(2))
    expect(ordersOf(wire.pushes).join("")).not.toContain("secret")
  })

  it("a page that comes back on the other node has the rooms that its session has now", async () => {
    const first = await openWire(one.url, "/")
    await rank(one, first.document.cookie, "officer")
    first.close()
    const wire = await openWire(one.url, "/", { cookie: first.document.cookie })
    wire.close()
    await rank(one, first.document.cookie, "guest")
    const back = await connectDocument({ ...wire.document, url: other.url })
    await one.live.to("bridge").send(order("secret"))
    await one.live.to("deck").send(order("for all"))
    await soon(() => expect(ordersOf(back.pushes)).toHaveLength(1))
    expect(ordersOf(back.pushes).join("")).not.toContain("secret")
  })
})
