import { readFile } from "node:fs/promises"
import { get } from "node:http"

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest"

import { handler } from "../events/handler.ts"
import { internals } from "../live-view.ts"
import type { LiveViewOptions } from "../options.ts"
import { page } from "../pages/page.ts"
import { ROOM_HEADER, UPLOADS } from "../protocol.ts"
import { signRoom } from "../rooms/room-token.ts"
import { secretsOf } from "../secret.ts"
import { testApp, type TestApp } from "../testing/index.ts"
import { connectDocument, loadDocument, openWire, type WireDocument, type WirePage } from "./fixtures/wire-page.ts"

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const secret = "the secret of these tests, 32 characters or more"
const old = "an older secret of these tests, 32 characters or more"
let runs = 0
const modules = {
  "components/a.tsx": {
    act: handler("act", () => {
      runs += 1
    }),
    home: page("/", { rooms: ["vault"], render: () => <p id="p" /> }),
  },
}

const often = { perSecond: 100_000, burst: 100_000 }
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function start(options: LiveViewOptions): Promise<TestApp> {
  const app = await testApp({ modules, printLog: false, secret: [secret, old], ...options })
  closers.push(() => app.close())
  return app
}

let app: TestApp
beforeAll(async () => {
  app = await testApp({
    modules,
    printLog: false,
    secret: [secret, old],
    origins: ["https://friend.example"],
    limits: { handshakes: often, address: often },
  })
})
afterAll(() => app.close())

const sessionOf = (cookie: string) =>
  decodeURIComponent(cookie.split("=")[1] ?? "")
    .slice(2)
    .split(".")[0] ?? ""
const refusedWith = (code: string) => ({ data: { code } })

/** Nobody but those who may is connected. */
async function sockets(): Promise<number> {
  const { site } = await internals(app.live).ready()
  return [...site.livePages].filter(({ socket }) => socket).length
}

describe("the origin of a socket", () => {
  const foreign = (own: string) => [
    "https://evil.example",
    "null",
    "",
    own.replace("127.0.0.1", "localhost"),
    `${own}0`,
    `${own}.evil.example`,
    own.replace("http://", "http://evil.example@"),
    `${own}/`,
    own.replace("http:", "ws:"),
    own.replace("http:", "file:"),
    "https://friend.example.evil.example",
    "http://friend.example",
    "https://friend.example:8443",
    "https://evil.example, https://friend.example",
  ]

  it("is the page's own or one that the author allows: from others no handshake succeeds", async () => {
    const document = await loadDocument(app.url, "/")
    const before = await sockets()
    for (const origin of foreign(app.url)) await expect(connectDocument(document, { headers: { origin } }), origin).rejects.toThrow()
    expect(await sockets()).toBe(before)
    const { site } = await internals(app.live).ready()
    expect(await site.metrics.text()).toContain(`livetsx_refusals_total{reason="origin"} ${foreign(app.url).length}`)
    const friend = await connectDocument(document, { headers: { origin: "https://friend.example" } })
    expect(friend.socket.connected).toBe(true)
    friend.close()
  })

  it("cannot be left out", async () => {
    const document = await loadDocument(app.url, "/")
    const status = await new Promise((resolve) => {
      get(
        `${app.url}/socket.io/?EIO=4&transport=websocket`,
        {
          headers: {
            cookie: document.cookie,
            connection: "Upgrade",
            upgrade: "websocket",
            "sec-websocket-version": "13",
            "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
          },
        },
        (response) => resolve(response.statusCode),
      )
        .on("upgrade", (_response, socket) => {
          socket.destroy()
          resolve(101)
        })
        .on("error", resolve)
    })
    expect(status).toBe(400)
  })
})

describe("a room's token", () => {
  async function victim(): Promise<{ document: WireDocument; session: string; room: string; attacker: WireDocument }> {
    const [document, attacker] = [await loadDocument(app.url, "/"), await loadDocument(app.url, "/")]
    return { document, attacker, session: sessionOf(document.cookie), room: document.token.split(".")[0] ?? "" }
  }

  it("opens nothing to who has it without the session", async () => {
    const { document, attacker } = await victim()
    await expect(connectDocument({ ...document, cookie: attacker.cookie })).rejects.toMatchObject(refusedWith("unauthorized"))
    await expect(connectDocument({ ...document, cookie: "" })).rejects.toMatchObject(refusedWith("unauthorized"))
  })

  it("does not hold when any part of it was altered", async () => {
    const { document } = await victim()
    const { token } = document
    for (let at = 0; at < token.length; at += 7) {
      const altered = `${token.slice(0, at)}${token[at] === "a" ? "b" : "a"}${token.slice(at + 1)}`
      await expect(connectDocument(document, { auth: { token: altered } }), altered).rejects.toMatchObject(refusedWith("unauthorized"))
    }
  })

  it("cannot be made without the secret, is worth nothing once it is old, and survives a change of secrets", async () => {
    const { document, session, room } = await victim()
    const tokens = [
      [signRoom(room, session, ["another secret, also 32 characters or more"]), "unauthorized"],
      [signRoom(room, session, [secret], Date.now() - 25 * 60 * 60_000), "expired"],
      [signRoom(room, session, [secret], Date.now() + 25 * 60 * 60_000), "expired"],
      [room, "unauthorized"],
      [`${room}..`, "unauthorized"],
      ["", "unauthorized"],
    ] as const
    for (const [token, code] of tokens)
      await expect(connectDocument(document, { auth: { token } }), token).rejects.toMatchObject(refusedWith(code))
    for (const token of [[room], { room }, 7, null])
      await expect(connectDocument(document, { auth: { token } })).rejects.toMatchObject(refusedWith("expired"))
    const rotated = await connectDocument(document, { auth: { token: signRoom(room, session, [old]) } })
    rotated.close()
  })

  it("is not to be guessed: of many forged ones none joins", async () => {
    const { document } = await victim()
    const before = await sockets()
    const forged = Array.from({ length: 300 }, (_, at) =>
      signRoom(crypto.randomUUID(), `session ${at}`, [`forged secret number ${at}, 32 characters`]),
    )
    const outcomes = await Promise.allSettled(forged.map((token) => connectDocument(document, { auth: { token } })))
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toEqual([])
    expect(await sockets()).toBe(before)
  })

  it("gives no room of another page by asking for it", async () => {
    const { document, attacker, room } = await victim()
    const wire = await connectDocument(attacker, {
      auth: { heads: { ...attacker.config.heads, [room]: "away:0", "vault of others": "away:0" } },
    })
    await wire.send({ r: { [room]: "away:0" } })
    const own = await connectDocument(document)
    await app.live.to(room).send({ target: "#p", html: "for one" })
    await vi.waitFor(() => expect(own.pushes).toHaveLength(1))
    expect(wire.pushes).toEqual([])
    wire.close()
    own.close()
  })
})

describe("the transport", () => {
  it("is a WebSocket: long polling is not there unless it was asked for", async () => {
    const poll = (url: string) => fetch(`${url}/socket.io/?EIO=4&transport=polling`, { headers: { origin: url } })
    expect((await poll(app.url)).status).toBe(400)
    const polling = await start({ transports: ["polling", "websocket"] })
    expect((await poll(polling.url)).status).toBe(200)
    const wire = await openWire(polling.url, "/", { transports: ["polling"] })
    expect(await wire.event("act")).toEqual([])
    wire.close()
  })

  it("is not compressed, and its parser has no known hole", async () => {
    const extensions = await new Promise((resolve, reject) => {
      const headers = {
        origin: app.url,
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
        "sec-websocket-extensions": "permessage-deflate",
      }
      get(`${app.url}/socket.io/?EIO=4&transport=websocket`, { headers })
        .on("upgrade", (response, socket) => {
          socket.destroy()
          resolve(response.headers["sec-websocket-extensions"])
        })
        .on("error", reject)
    })
    expect(extensions).toBeUndefined()
    const { version } = JSON.parse(await readFile("node_modules/socket.io-parser/package.json", "utf8"))
    expect(version.localeCompare("4.2.7", undefined, { numeric: true })).toBeGreaterThanOrEqual(0)
  })
})

describe("what a page sends", () => {
  let wire: WirePage
  beforeAll(async () => {
    wire = await openWire(app.url, "/")
  })
  afterAll(() => wire.close())

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "then", "Act", " act", "act\u0000"])(
    "finds no handler by the name %j",
    async (name) => {
      expect(await wire.event(name)).toEqual({ code: "unknown_function" })
    },
  )

  it.each([
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "/a\tb",
    "/a\rb",
    "/a\nb",
    " /a",
    "a",
    "",
  ])("is not taken for an address of the page: %j", async (url) => {
    expect(await wire.send({ n: 50, f: "act", u: url })).toEqual({ code: "invalid" })
    await expect(connectDocument(wire.document, { auth: { url } })).rejects.toMatchObject(refusedWith("expired"))
  })
})

it("a page that says goodbye keeps no connection", async () => {
  const wire = await openWire(app.url, "/")
  const { engine } = wire.socket.io
  engine.send("1") // Socket.IO's DISCONNECT, which its own client sends only before it closes the connection itself.
  await vi.waitFor(() => expect(engine.readyState).toBe("closed"))
})

describe("how often", () => {
  it("a page may call is bounded, and one that does not heed it is cut", async () => {
    const wire = await openWire(app.url, "/")
    runs = 0
    const replies = await Promise.all(Array.from({ length: 60 }, (_, at) => wire.send({ n: at + 1, f: "act" })))
    const limited = replies.filter((reply) => typeof reply === "object" && !Array.isArray(reply) && reply.code === "rate_limited")
    expect(runs).toBeGreaterThanOrEqual(40)
    expect(runs).toBeLessThan(45)
    expect(limited).toHaveLength(60 - runs)
    for (let at = 0; at < 300; at++) wire.socket.emit("e", { n: 100 + at, f: "act" }, () => undefined)
    await vi.waitFor(() => expect(wire.socket.connected).toBe(false))
  })

  it("all pages of an address may call is bounded", async () => {
    const limited = await start({ limits: { address: { perSecond: 5, burst: 10 }, handshakes: often } })
    const wires = [await openWire(limited.url, "/"), await openWire(limited.url, "/"), await openWire(limited.url, "/")]
    runs = 0
    await Promise.all(wires.flatMap((wire) => Array.from({ length: 8 }, (_, at) => wire.send({ n: at + 1, f: "act" }))))
    expect(runs).toBeLessThanOrEqual(11)
    for (const wire of wires) wire.close()
  })

  it("an address may announce files is bounded as its events are", async () => {
    const limited = await start({ limits: { address: { perSecond: 0.01, burst: 5 }, handshakes: often } })
    const { url, cookie, token } = await loadDocument(limited.url, "/")
    const headers = { cookie, [ROOM_HEADER]: token, "content-type": "application/json" }
    const announced = (at: number) => JSON.stringify({ field: `field ${at}`, name: "a.txt", type: "text/plain", size: 1 })
    const statuses: number[] = []
    for (let at = 0; at < 8; at++) {
      const response = await fetch(url + UPLOADS, { method: "POST", headers, body: announced(at) })
      statuses.push(response.status)
      await response.body?.cancel()
    }
    expect(statuses).toEqual([201, 201, 201, 201, 201, 503, 503, 503])
  })

  it("an address may connect is bounded", async () => {
    const limited = await start({ limits: { handshakes: { perSecond: 3, burst: 6 } } })
    const document = await loadDocument(limited.url, "/")
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, at) => connectDocument(document, { auth: { token: `forged ${at}` } })),
    )
    const seen = outcomes.map((outcome) =>
      outcome.status === "rejected" ? String(outcome.reason.data?.code ?? "refused before") : "joined",
    )
    expect(seen.filter((reason) => reason === "refused before").length).toBeGreaterThanOrEqual(13)
    expect(seen).not.toContain("joined")
  })

  it("a page may ask for what it has missed is bounded, since each answer may hold all that rooms remember", async () => {
    const wire = await openWire(app.url, "/")
    const answers = await Promise.all(Array.from({ length: 60 }, () => wire.send({ r: wire.document.config.heads }, 1_000)))
    const answered = answers.filter((answer) => answer !== undefined).length
    expect(answered).toBeGreaterThanOrEqual(40)
    expect(answered).toBeLessThan(45)
    expect(await wire.event("act")).toEqual([])
    wire.close()
  })

  it.each([
    ["that say what a page has", "e"],
    ["that nobody knows", "x"],
    ["that say goodbye", "b"],
  ])("frames %s may come is bounded", async (_, name) => {
    const wire = await openWire(app.url, "/")
    for (let at = 0; at < 1_000; at++) wire.socket.emit(name, { r: {} }, () => undefined)
    await vi.waitFor(() => expect(wire.socket.connected).toBe(false))
  })
})

describe("the secret", () => {
  it("is asked for in production, with how to make one, and a short one is refused everywhere", () => {
    expect(() => secretsOf([], "production", "")).toThrow(/SECRET is not set[\s\S]*randomBytes/)
    expect(() => secretsOf(["short"], "production", "")).toThrow(/32 characters or more, got 5[\s\S]*randomBytes/)
    expect(() => secretsOf([secret, "short"], "development", "")).toThrow(/got 5/)
    expect(secretsOf([secret, old], "production", "")).toEqual([secret, old])
  })
})

it("a page of another build is told to load anew, and one of this build is not", async () => {
  const other = await start({})
  const { site } = await internals(other.live).ready()
  site.assets = { ...site.assets, build: "new" }
  const [older, same] = [
    await openWire(other.url, "/", { auth: { build: "old" } }),
    await openWire(other.url, "/", { auth: { build: "new" } }),
  ]
  await vi.waitFor(() => expect(older.instructions).toEqual(["reload"]))
  await same.event("act")
  expect(same.instructions).toEqual([])
  older.close()
  same.close()
})
