import { createClient } from "redis"
import { afterEach, describe, expect, it, vi } from "vitest"

import { handler } from "../events/handler.ts"
import { on } from "../events/on.ts"
import { state } from "../events/state.ts"
import { internals } from "../live-view.ts"
import { page } from "../pages/page.ts"
import { Append } from "../patches/elements.ts"
import { loadDocument, openWire } from "../sockets/fixtures/wire-page.ts"
import { openPage, testApp, type TestApp } from "../testing/index.ts"
import { startRedis, type RedisServer } from "../testing/redis-server.ts"
import { Announcements } from "./announcements.ts"
import { RedisRoomLog } from "./redis-room-log.ts"

declare module "livetsx" {
  interface SessionData {
    remembered?: boolean
  }
}

const lines: string[] = []
const count = state("count", () => ({ count: 0 }))
const add = handler("add", { state: count }, ({ state }) => {
  state.count += 1
  return <output id="count">{state.count}</output>
})
const say = handler("say", async ({ data, broadcast }) => {
  lines.push(String(data.text))
  await broadcast(
    <Append target="#lines">
      <li id={`line-${lines.length}`}>{String(data.text)}</li>
    </Append>,
  )
})

const remember = handler("remember", ({ session }) => {
  session.remembered = true
})
const recall = handler("recall", ({ session }) => <output id="count">{String(session.remembered ?? false)}</output>)

let rendered = 0
const modules = {
  "components/home.tsx": {
    add,
    say,
    remember,
    recall,
    home: page("/", {
      state: count,
      render: ({ state }) => {
        rendered += 1
        return (
          <main>
            <output id="count">{state.count}</output>
            <ul id="lines">
              {lines.map((line, at) => (
                <li id={`line-${at + 1}`}>{line}</li>
              ))}
            </ul>
            <button {...on("click", add)}>Add</button>
            <button {...on("click", say, { text: "hello" })}>Say</button>
          </main>
        )
      },
    }),
  },
}

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
  lines.length = 0
})

async function redis(): Promise<RedisServer> {
  const server = await startRedis()
  closers.push(() => server.stop())
  return server
}

async function command(server: RedisServer, ...words: string[]): Promise<void> {
  const client = createClient({ url: server.url })
  await client.connect()
  await client.sendCommand(words)
  client.destroy()
}

async function node(url: string): Promise<TestApp> {
  const app = await testApp({ modules, redis: url, printLog: false })
  closers.push(() => app.close())
  return app
}

const partsOf = (app: TestApp) => internals(app.live).ready()
const away = (app: TestApp) => vi.waitFor(async () => expect((await partsOf(app)).site.storesAnswer()).toBe(false), { timeout: 10_000 })
const back = (app: TestApp) => vi.waitFor(async () => expect((await partsOf(app)).site.storesAnswer()).toBe(true), { timeout: 10_000 })

describe("while Redis is away", () => {
  it("pages of a node go on, and what they changed is there when Redis is back", async () => {
    const server = await redis()
    const [one, other] = [await node(server.url), await node(server.url)]
    const page = await openPage(one, "/")
    const beside = await openPage(one, "/")
    await page.click("Add")
    await page.settled()
    await command(server, "SAVE")
    await server.kill()
    await away(one)
    await page.click("Add")
    await page.click("Say")
    await page.settled()
    expect([page.text("#count"), page.errors]).toEqual(["2", []])
    await vi.waitFor(() => expect(beside.texts("#lines li")).toEqual(["hello"]))

    await server.start()
    await Promise.all([back(one), back(other)])
    await page.reconnect(other)
    await vi.waitFor(() => expect(page.connected).toBe(true))
    await page.click("Add")
    await page.settled()
    expect(page.text("#count")).toBe("3")
  }, 30_000)

  it("what handlers change in sessions is kept for when it is back, but a session that ended meanwhile stays ended", async () => {
    const server = await redis()
    const [one, other] = [await node(server.url), await node(server.url)]
    const [kept, ended] = [await openWire(one.url, "/"), await openWire(one.url, "/")]
    await command(server, "SAVE")
    await server.kill()
    await Promise.all([away(one), away(other)])
    for (const wire of [kept, ended]) expect(await wire.event("remember")).toEqual([])
    await (await partsOf(other)).site.sessions.destroy(sessionOf(ended.document.cookie)).catch(() => undefined)
    await server.start()
    await Promise.all([back(one), back(other)])
    const there = await openWire(other.url, "/", { cookie: kept.document.cookie })
    await vi.waitFor(async () =>
      expect(JSON.stringify(await there.send({ n: Math.ceil(performance.now()), f: "recall" }))).toContain("true"),
    )
    await vi.waitFor(() => expect(ended.socket.connected).toBe(false), { timeout: 12_000 })
    expect(await (await partsOf(one)).site.sessions.load(sessionOf(ended.document.cookie))).toBeUndefined()
  }, 30_000)

  it("pages of another node, which did not get what was sent meanwhile, render themselves again when it is back", async () => {
    const server = await redis()
    const [one, other] = [await node(server.url), await node(server.url)]
    const [speaker, listener] = [await openPage(one, "/"), await openPage(other, "/")]
    await speaker.click("Say")
    await listener.waitFor(() => listener.count("#lines li") === 1)
    server.freeze()
    await Promise.all([away(one), away(other)])
    await speaker.click("Say")
    await speaker.waitFor(() => speaker.count("#lines li") === 2)
    expect(listener.count("#lines li")).toBe(1)
    server.resume()
    await listener.waitFor(() => listener.count("#lines li") === 2, { timeout: 10_000 })
    expect(speaker.texts("#lines li")).toEqual(["hello", "hello"])
  }, 30_000)

  it("a page that connects again keeps what it shows, and does not render itself again and again", async () => {
    const server = await redis()
    const app = await node(server.url)
    const page = await openPage(app, "/")
    await server.kill()
    await away(app)
    rendered = 0
    for (let time = 0; time < 3; time++) {
      await page.disconnect()
      await page.reconnect()
      await vi.waitFor(() => expect(page.connected).toBe(true))
    }
    await page.click("Add")
    await page.settled()
    expect([page.text("#count"), rendered]).toEqual(["1", 0])
  }, 30_000)

  it("a document that was rendered meanwhile renders itself once more when it is back, since nobody knows what it missed", async () => {
    const server = await redis()
    const app = await node(server.url)
    await server.kill()
    await away(app)
    const page = await openPage(app, "/")
    rendered = 0
    await server.start()
    await back(app)
    await vi.waitFor(() => expect(rendered).toBe(1), { timeout: 10_000 })
    await page.settled()
    expect(rendered).toBe(1)
  }, 30_000)

  it("a Redis that is full is as one that is away: pages go on, and what nobody could keep is noticed when there is room", async () => {
    const server = await redis()
    const [one, other] = [await node(server.url), await node(server.url)]
    const [speaker, absent] = [await openPage(one, "/"), await openPage(other, "/")]
    await absent.disconnect()
    await command(server, "CONFIG", "SET", "maxmemory", "1")
    // Before it is noticed, and after.
    await speaker.click("Say")
    await speaker.settled()
    await Promise.all([away(one), away(other)])
    await speaker.click("Say")
    await speaker.click("Add")
    await speaker.settled()
    expect([speaker.count("#lines li"), speaker.text("#count"), speaker.errors]).toEqual([2, "1", []])
    await absent.reconnect()
    await command(server, "CONFIG", "SET", "maxmemory", "0")
    await Promise.all([back(one), back(other)])
    await absent.waitFor(() => absent.count("#lines li") === 2, { timeout: 15_000 })
    await speaker.reconnect(other)
    await vi.waitFor(() => expect(speaker.connected).toBe(true))
    await speaker.click("Add")
    await speaker.settled()
    expect(speaker.text("#count")).toBe("2")
    expect(speaker.texts("#lines li")).toEqual(["hello", "hello"])
  }, 40_000)

  it("what Redis refused once is noticed without its going away", async () => {
    const server = await redis()
    const app = await node(server.url)
    const [speaker, absent] = [await openPage(app, "/"), await openPage(app, "/")]
    await absent.disconnect()
    const { site } = await partsOf(app)
    const append = vi.spyOn(RedisRoomLog.prototype, "append").mockRejectedValueOnce(new Error("refused"))
    await speaker.click("Say")
    await speaker.settled()
    append.mockRestore()
    await absent.reconnect()
    await vi.waitFor(() => expect(absent.connected).toBe(true))
    expect(absent.count("#lines li")).toBe(0)
    const announcements = new Announcements(site.services.rooms, site.services.logger)
    await announcements.announce()
    announcements.close()
    await absent.waitFor(() => absent.count("#lines li") === 1, { timeout: 10_000 })
    expect(speaker.texts("#lines li")).toEqual(["hello"])
  }, 30_000)

  it("a visitor whom this node does not know is asked to come again, and loses nothing", async () => {
    const server = await redis()
    const [one, other] = [await node(server.url), await node(server.url)]
    const { cookie } = await loadDocument(one.url, "/")
    await server.kill()
    await Promise.all([away(one), away(other)])
    const known = await fetch(one.url, { headers: { cookie } })
    const unknown = await fetch(other.url, { headers: { cookie } })
    expect([known.status, unknown.status, unknown.headers.get("retry-after")]).toEqual([200, 503, "1"])
    expect((await fetch(other.url)).status).toBe(200)
  }, 30_000)

  it("an event that could not run is refused as one to be tried again, and one that ran is not called an error", async () => {
    const server = await redis()
    const app = await node(server.url)
    const wire = await openWire(app.url, "/")
    const { site } = await partsOf(app)
    const opened = vi.spyOn(site.services, "openSession").mockRejectedValueOnce(new Error("away"))
    expect(await wire.event("add")).toEqual({ code: "busy", retry: 1_000 })
    opened.mockImplementationOnce(async (id) => ({ id, data: {}, save: () => Promise.reject(new Error("away")) }))
    expect(await wire.send({ n: 2, f: "add" })).toBeInstanceOf(Array)
    opened.mockRestore()
  }, 30_000)
})

it("a page whose node never got what was sent is told where its room stands", async () => {
  const server = await redis()
  const [one, other] = [await node(server.url), await node(server.url)]
  const page = await openPage(other, "/")
  const { adapter } = other.live.io.of("/")
  // A message that is lost between Redis and the node: what the adapter hears it hands to the broadcast of its own kind.
  const deaf = vi.spyOn(Object.getPrototypeOf(Object.getPrototypeOf(adapter)), "broadcast").mockImplementation(() => undefined)
  await one.live.broadcast({ target: "#count", html: "9" })
  await vi.waitFor(() => expect(deaf).toHaveBeenCalledTimes(2))
  deaf.mockRestore()
  expect(page.text("#count")).toBe("0")
  await (await partsOf(other)).site.services.rooms.announce(async () => undefined)
  await page.waitFor(() => page.text("#count") === "9")
}, 30_000)

it("a Redis that was emptied is noticed, and pages render themselves again", async () => {
  const server = await redis()
  const app = await node(server.url)
  const page = await openPage(app, "/")
  await page.click("Say")
  await page.settled()
  await command(server, "FLUSHALL")
  rendered = 0
  const { site } = await partsOf(app)
  await site.services.rooms.announce(async () => undefined)
  await vi.waitFor(() => expect(rendered).toBeGreaterThan(0))
  await vi.waitFor(() => expect(page.connected).toBe(true))
}, 30_000)

/** express-session signs the id: `s:ID.signature`. */
function sessionOf(cookie: string): string {
  const [id = ""] = decodeURIComponent(cookie.split("=")[1] ?? "")
    .slice(2)
    .split(".")
  return id
}
