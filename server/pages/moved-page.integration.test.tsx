import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"

import { handler } from "../events/handler.ts"
import { state } from "../events/state.ts"
import { ROOM_HEADER } from "../protocol.ts"
import { connectDocument, openWire, type WirePage } from "../sockets/fixtures/wire-page.ts"
import { testApp, type TestApp } from "../testing/index.ts"
import { type RedisServer, startRedis } from "../testing/redis-server.ts"
import { page } from "./page.ts"

const counter = state("counter", () => ({ n: 0, shown: 0 }))
let begun = 0
let release = () => {}
let released = Promise.resolve()

function hold(): void {
  released = new Promise((resolve) => {
    release = resolve
  })
}

const add = handler("add", { state: counter }, ({ state }) => <output id="n">{++state.n}</output>)
const addLater = handler("addLater", { state: counter }, async ({ state, join, leave }) => {
  begun++
  await released
  await join("kitchen")
  await leave("hall")
  return <output id="n">{++state.n}</output>
})
const enter = handler("enter", ({ join }) => join("hall"))
const enterLater = handler("enterLater", { concurrent: true }, async ({ join }) => {
  begun++
  await released
  await join("kitchen")
})
const fetched = handler("fetched", { state: counter }, ({ state }) => <output id="n">{state.shown}</output>)

const modules = {
  "components/house.tsx": {
    add,
    addLater,
    enter,
    enterLater,
    fetched,
    house: page("/", {
      state: counter,
      rooms: ({ state }) => (state.shown > 1 ? ["cellar"] : []),
      render: ({ state }) => <p>{++state.shown}</p>,
    }),
    plain: page("/plain", { rooms: ({ session }) => (session.rank === "owner" ? ["safe"] : []), render: () => <p>Plain</p> }),
  },
}

vi.setConfig({ testTimeout: 20_000, hookTimeout: 20_000 })

let redis: RedisServer
let one: TestApp
let other: TestApp
beforeAll(async () => {
  redis = await startRedis()
  const node = () =>
    testApp({
      modules,
      redis: redis.url,
      printLog: false,
      setUp: ({ express }) => {
        express.get("/own", (request, response) => {
          request.session.rank = "owner"
          request.session.save(() => response.send("done"))
        })
      },
    })
  ;[one, other] = [await node(), await node()]
})
afterAll(async () => {
  await Promise.all([one.close(), other.close()])
  await redis.stop()
})

const soon = (assertion: () => void) => vi.waitFor(assertion, 8_000)
const number = (n: number) => [expect.arrayContaining(["morph", "n", `<output id="n">${n}</output>`])]
const tell = async (...rooms: string[]) => {
  for (const room of rooms) await one.live.to(room).send(<p id={room} />)
}
const heard = ({ pushes }: WirePage) => pushes.flatMap(([room, , , patches]) => (patches.some(([verb]) => verb === "morph") ? [room] : []))
const elsewhere = ({ document }: WirePage) => connectDocument({ ...document, url: other.url })

/** Asks for the page again as its browser does, of the node that does not have its socket. */
async function refresh({ document }: WirePage, path: string): Promise<void> {
  const { status } = await fetch(other.url + path, { headers: { cookie: document.cookie, [ROOM_HEADER]: document.token } })
  expect(status).toBe(200)
}

describe("a page that comes to another node while its handler runs", () => {
  it("goes on with the state and the rooms that the handler leaves", async () => {
    hold()
    begun = 0
    const first = await openWire(one.url, "/")
    for (const [n, f] of ["add", "enter"].entries()) await first.send({ n: n + 1, f })
    void first.send({ n: 3, f: "addLater" })
    await soon(() => expect(begun).toBe(1))
    const moved = await elsewhere(first)
    const answer = moved.send({ n: 3, f: "addLater" })
    release()
    expect(await answer).toEqual(number(2))
    expect(await moved.send({ n: 4, f: "add", x: 1 })).toEqual(number(3))
    await tell("hall", "kitchen", "*")
    await soon(() => expect(heard(moved)).toContain("*"))
    expect([heard(moved), begun]).toEqual([["kitchen", "*"], 1])
  })

  it("is in the room that a concurrent handler joins", async () => {
    hold()
    begun = 0
    const first = await openWire(one.url, "/")
    void first.send({ n: 1, f: "enterLater" })
    await soon(() => expect(begun).toBe(1))
    const moved = await elsewhere(first)
    const answer = moved.send({ n: 1, f: "enterLater" })
    release()
    expect(await answer).toEqual([])
    await tell("kitchen", "*")
    await soon(() => expect(heard(moved)).toEqual(["kitchen", "*"]))
  })
})

describe("a page that another node renders again than has its socket", () => {
  it("hears its new rooms, and keeps what the render has changed in its state", async () => {
    const wire = await openWire(one.url, "/")
    await refresh(wire, "/")
    await refresh(wire, "/")
    await soon(() => expect(Object.keys(wire.heads.at(-1)?.[0] ?? {})).toEqual(["cellar"]))
    expect(await wire.send({ n: 1, f: "fetched" })).toEqual(number(3))
    await tell("cellar", "*")
    await soon(() => expect(heard(wire)).toEqual(["cellar", "*"]))
  })

  it("is told of rooms that its session gives, also where it had none and the other node rendered it first", async () => {
    const first = await openWire(other.url, "/plain")
    first.close()
    const wire = await connectDocument({ ...first.document, url: one.url })
    await fetch(`${other.url}/own`, { headers: { cookie: first.document.cookie } })
    await soon(() => expect(wire.instructions).toEqual(["refresh"]))
    await refresh(wire, "/plain")
    await soon(() => expect(Object.keys(wire.heads.at(-1)?.[0] ?? {})).toEqual(["safe"]))
    await tell("safe", "*")
    await soon(() => expect(heard(wire)).toEqual(["safe", "*"]))
  })
})
