// @vitest-environment happy-dom
import { createServer } from "node:http"
import { createRequire } from "node:module"
import type { AddressInfo } from "node:net"

import { Server } from "socket.io"
import type { ServerOptions, Socket } from "socket.io"
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest"

import { CONTROL, EVENT, HEADS, PUSH } from "../server/protocol.ts"
import type { HandshakeAuth, Instruction } from "../server/protocol.ts"
import { connect } from "./connection.ts"
import type { Connection } from "./connection.ts"
import { trackListeners } from "./fixtures/listeners.ts"

const reconnection = { delay: 1, max: 5, factor: 2, jitter: 0.5 }
const realTimeout = globalThis.setTimeout
const heard: unknown[][] = []
const handshakes: HandshakeAuth[] = []
let io: Server
let refuse: string | undefined
let sockets: Socket[] = []
let unlisten: (() => void)[] = []

async function listen(port = 0, options: Partial<ServerOptions> = {}): Promise<number> {
  const http = createServer()
  io = new Server(http, { transports: ["websocket"], ...options })
  io.use((socket, next) => {
    handshakes.push(socket.handshake.auth as HandshakeAuth) // What the page under test has sent.
    next(refuse === undefined ? undefined : Object.assign(new Error(refuse), { data: { code: refuse } }))
  })
  io.on("connection", (socket) => {
    sockets.push(socket)
    socket.emit(HEADS, { room: "a:1" }, true)
    socket.on(
      EVENT,
      (message: { f?: string }, acknowledge: (answer: unknown) => void) =>
        message.f !== "silent" && acknowledge("r" in message || [["title", message.f]]),
    )
  })
  await new Promise<void>((resolve) => http.listen(port, "localhost", resolve))
  const address = http.address() as AddressInfo // It listens on TCP.
  Reflect.get(window, "happyDOM").setURL(`http://localhost:${address.port}/`)
  return address.port
}

let leaving = () => {}

function open(): Connection {
  return connect(
    { path: "/socket.io/", reconnection },
    {
      auth: () => ({ token: "t", document: "d", heads: {}, shown: ["s", handshakes.length], url: "/" }),
      connected: (heads, recovered) => void heard.push(["connected", heads, recovered]),
      disconnected: () => void heard.push(["disconnected"]),
      announced: (heads) => void heard.push(["announced", heads]),
      pushed: (...args) => void heard.push(["pushed", ...args]),
      leaving: () => leaving(),
      instructed: (instruction: Instruction) => void heard.push(["instructed", instruction]),
      refused: async () => {
        heard.push(["refused"])
        refuse = undefined
      },
    },
  )
}

const until = (...expected: unknown[]) => vi.waitFor(() => expect(heard.map(([name]) => name)).toEqual(expected), 5_000)

beforeEach(() => {
  heard.length = 0
  handshakes.length = 0
  sockets = []
  refuse = undefined
  unlisten = [trackListeners(window), trackListeners(document)]
})

afterEach(async () => {
  dispatchEvent(new Event("pagehide"))
  for (const remove of unlisten) remove()
  await io.close()
})

/** That of the test's DOM does not say when no connection can be made; and this one wants its errors to be heard. */
const { WebSocket: NodeWebSocket }: typeof import("ws") = createRequire(import.meta.url)("ws")
vi.stubGlobal(
  "WebSocket",
  class extends NodeWebSocket {
    constructor(url: string) {
      super(url)
      this.on("error", () => {})
    }
  },
)

describe("the connection", () => {
  it("is told where the rooms stand, and hands on pushes, heads and instructions", async () => {
    await listen()
    open()
    await until("connected")
    const [socket] = sockets
    socket?.emit(PUSH, "room", "a", 2, [["title", "x"]])
    socket?.emit(HEADS, { room: "a:2" })
    socket?.emit(CONTROL, "refresh")
    await until("connected", "pushed", "announced", "instructed")
    expect(heard).toEqual([
      ["connected", { room: "a:1" }, true],
      ["pushed", "room", "a", 2, [["title", "x"]]],
      ["announced", { room: "a:2" }],
      ["instructed", "refresh"],
    ])
  })

  it("answers an event with its acknowledgement, or with nothing when the time is up", async () => {
    await listen()
    const connection = open()
    await until("connected")
    const answers: Record<string, unknown> = {}
    const note = (name: string) => (answer: unknown) => {
      answers[name] = answer
    }
    connection.send({ n: 1, f: "hello" }, 10_000, note("hello"))
    connection.send({ n: 2, f: "silent" }, 20, note("silent"))
    connection.resume({ room: "a:0" }, note("resume"))
    await vi.waitFor(() => expect(Object.keys(answers)).toHaveLength(3), 5_000)
    expect(answers).toEqual({ hello: [["title", "hello"]], silent: undefined, resume: true })
  })

  it("comes back when the server has gone, however often, with what it is by then", async () => {
    const port = await listen()
    open()
    await until("connected")
    await io.close()
    await until("connected", "disconnected")
    await listen(port)
    await until("connected", "disconnected", "connected")
    expect(handshakes.map(({ shown }) => shown[1])).toEqual([0, 1])
    await io.close()
    await until("connected", "disconnected", "connected", "disconnected")
    await listen(port)
    await until("connected", "disconnected", "connected", "disconnected", "connected")
  })

  it("comes back later each time, up to a bound, and not all pages at one moment", async () => {
    const port = await listen()
    await io.close()
    const waits: number[] = []
    const wait = vi.spyOn(globalThis, "setTimeout").mockImplementation((call, delay = 0) => {
      if (typeof call === "function" && call.name === "open") waits.push(delay)
      return realTimeout(call, delay)
    })
    const random = vi.spyOn(Math, "random").mockReturnValue(0.5)
    open()
    await vi.waitFor(() => expect(waits.length).toBeGreaterThanOrEqual(4), 5_000)
    random.mockReturnValue(1)
    const before = waits.length
    await vi.waitFor(() => expect(waits.length).toBeGreaterThan(before + 1), 5_000)
    expect(waits.slice(0, 4)).toEqual([0.75, 1.5, 3, 3.75])
    expect(waits.at(-1)).toBe(2.5)
    wait.mockRestore()
    random.mockRestore()
    await listen(port)
    await until("disconnected", "connected")
  })

  it("comes back when the server has closed it", async () => {
    await listen()
    open()
    await until("connected")
    sockets[0]?.disconnect(true)
    await until("connected", "disconnected", "connected")
  })

  it("stays as long as something is heard of the server", async () => {
    await listen(0, { pingInterval: 100, pingTimeout: 200 })
    open()
    await until("connected")
    let pongs = 0
    sockets[0]?.conn.on("heartbeat", () => pongs++)
    await vi.waitFor(() => expect(pongs).toBeGreaterThan(4), 5_000)
    expect(heard.map(([name]) => name)).toEqual(["connected"])
  })

  it("comes back when nothing is heard of the server any more", async () => {
    await listen(0, { pingInterval: 40, pingTimeout: 40 })
    open()
    await until("connected")
    // It pings no more, and does not hang up either.
    for (const client of sockets) clearTimeout(Reflect.get(client.conn, "pingIntervalTimer"))
    await until("connected", "disconnected", "connected")
  })

  it.each(["expired", "unauthorized"])("gets another token where its own is %s", async (code) => {
    refuse = code
    await listen()
    open()
    await until("disconnected", "refused", "connected")
  })

  it("keeps its token where it is refused for another reason", async () => {
    refuse = "busy"
    await listen()
    open()
    await vi.waitFor(() => expect(handshakes.length).toBeGreaterThan(2))
    refuse = undefined
    await until("disconnected", "connected")
  })

  it("comes back at once when the network returns", async () => {
    const port = await listen()
    await io.close()
    reconnection.delay = 60_000
    reconnection.max = 60_000
    open()
    await until("disconnected")
    await listen(port)
    dispatchEvent(new Event("online"))
    await until("disconnected", "connected")
    Object.assign(reconnection, { delay: 1, max: 5 })
  })

  it("is given up at once when the network goes away", async () => {
    await listen()
    const connection = open()
    await until("connected")
    const answers: unknown[] = []
    connection.send({ n: 1, f: "silent" }, 10_000, (answer) => answers.push(answer))
    dispatchEvent(new Event("offline"))
    expect([heard.at(-1), answers]).toEqual([["disconnected"], [undefined]])
    await until("connected", "disconnected", "connected")
  })

  it("is closed while the page is kept for Back and Forward, and opened again with it", async () => {
    await listen()
    open()
    await until("connected")
    dispatchEvent(new Event("pagehide"))
    await until("connected", "disconnected")
    dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }))
    await until("connected", "disconnected", "connected")
  })

  it("opens again elsewhere when it is asked to", async () => {
    await listen()
    const connection = open()
    await until("connected")
    connection.reconnect()
    await until("connected", "disconnected", "connected")
  })

  it("says goodbye when the page is left, not when it is opened anew", async () => {
    await listen()
    const frames = watchFrames()
    const connection = open()
    const goodbyes = () => frames.filter((frame) => frame === '42["b"]').length
    await until("connected")
    connection.reconnect()
    await until("connected", "disconnected", "connected")
    expect(goodbyes()).toBe(0)
    connection.reconnect(true)
    await until("connected", "disconnected", "connected", "disconnected", "connected")
    expect(goodbyes()).toBe(1)
    dispatchEvent(new Event("pagehide"))
    expect(goodbyes()).toBe(2)
  })

  it("still takes what is sent when the document is left", async () => {
    await listen()
    const frames = watchFrames()
    const connection = open()
    await until("connected")
    leaving = () => connection.send({ n: 1, f: "last" }, 10_000, () => {})
    dispatchEvent(new Event("pagehide"))
    expect(frames.slice(-2)).toEqual(['420["e",{"n":1,"f":"last"}]', '42["b"]'])
  })

  it("says the same as Socket.IO's own client, and nothing else", async () => {
    await listen()
    const frames = watchFrames()
    const connection = open()
    await until("connected")
    await new Promise((resolve) => connection.send({ n: 1, f: "hello", d: { text: "two\nlines" } }, 10_000, resolve))
    expect(frames.map((frame) => frame.replace(/"document":"[^"]*"/, '"document":"d"'))).toEqual([
      `40${JSON.stringify({ token: "t", document: "d", heads: {}, shown: ["s", 0], url: "/" })}`,
      `420["${EVENT}",{"n":1,"f":"hello","d":{"text":"two\\nlines"}}]`,
    ])
  })

  it.each(["42{", "42", "0nonsense", "44{"])("comes back when it hears something that is no packet: %s", async (frame) => {
    vi.spyOn(console, "error").mockImplementation(() => {})
    await listen()
    open()
    await until("connected")
    Reflect.get(sockets[0]?.conn.transport ?? {}, "socket").send(frame)
    await until("connected", "disconnected", "connected")
  })

  it("is given up when the page has slept for longer than a living connection is silent", async () => {
    await listen()
    const connection = open()
    await until("connected")
    const now = Date.now()
    vi.spyOn(Date, "now").mockImplementation(() => now + 60_000)
    const answers: unknown[] = []
    connection.send({ n: 1, f: "hello" }, 10_000, (answer) => answers.push(answer))
    expect([answers, heard.at(-1)]).toEqual([[undefined], ["disconnected"]])
    vi.restoreAllMocks()
    await until("connected", "disconnected", "connected")
  })
})

/** What the page sends, as text. */
function watchFrames(): string[] {
  const frames: string[] = []
  const { send } = WebSocket.prototype
  const spy = vi.spyOn(WebSocket.prototype, "send").mockImplementation(function (this: WebSocket, data) {
    frames.push(String(data))
    send.call(this, data)
  })
  onTestFinished(() => spy.mockRestore())
  return frames
}
