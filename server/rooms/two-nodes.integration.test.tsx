import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { type BuiltNode, buildNode, type NodeProcess } from "../testing/node-process.ts"
import { type RedisServer, startRedis } from "../testing/redis-server.ts"
import { openPage, type TestPage } from "../testing/index.ts"

let redis: RedisServer
let built: BuiltNode
let nodes: NodeProcess[]
const opened: TestPage[] = []

async function open(on: { url: string } | undefined): Promise<TestPage> {
  if (!on) throw new Error("Expected two processes.")
  const page = await openPage(on, "/")
  opened.push(page)
  return page
}

const start = () => built.start({ REDIS_URL: redis.url, PORT: "0", HOST: "127.0.0.1", SECRET: "the same on every server, 32 characters" })

beforeAll(async () => {
  ;[redis, built] = await Promise.all([startRedis(), buildNode("node.tsx")])
  nodes = await Promise.all([start(), start()])
}, 60_000)

afterAll(async () => {
  for (const page of opened) page.close()
  await Promise.all((nodes ?? []).map((node) => node.stop()))
  await Promise.all([redis?.stop(), built?.remove()])
}, 60_000)

async function click(on: TestPage, wanted: string): Promise<void> {
  await on.click(wanted)
  await on.settled()
}

async function tell(from: TestPage, text: string): Promise<void> {
  await from.fill("[name=text]", text)
  await click(from, "tell")
}

/** A page on each of two processes. */
function pages(): Promise<[TestPage, TestPage]> {
  return Promise.all([open(nodes[0]), open(nodes[1])])
}

describe("two processes with one Redis", { timeout: 30_000 }, () => {
  it("show a broadcast on the pages of both, once", async () => {
    const [mine, theirs] = await pages()
    await tell(mine, "from one")
    await tell(theirs, "from the other")
    for (const each of [mine, theirs]) {
      await each.waitFor(() => each.count("#news li") === 2)
      await each.settled()
      expect(each.texts("#news li")).toEqual(["from one", "from the other"])
    }
  })

  it("show what is sent to a room on its pages alone", async () => {
    const [mine, theirs] = await pages()
    const outside = await open(nodes[1])
    await click(theirs, "join")
    await click(mine, "chat")
    await theirs.waitFor(() => theirs.text("#news") === "chat")
    await tell(mine, "after")
    for (const each of [mine, outside]) await each.waitFor(() => each.text("#news") === "after")
  })

  it("serve one page after the other: with its state, its session, its rooms and what it has missed", async () => {
    const [mine, theirs] = await pages()
    await click(mine, "login")
    await click(mine, "join")
    for (const _ of [1, 2]) await click(mine, "add")
    expect(mine.text("#count")).toBe("2")
    await mine.disconnect()
    await tell(theirs, "missed")
    await click(theirs, "chat")
    await mine.reconnect(nodes[1])
    await mine.settled()
    await mine.waitFor(() => mine.count("#news li") === 2)
    expect(mine.texts("#news li").sort()).toEqual(["chat", "missed"])
    await click(mine, "add")
    await click(mine, "whoami")
    expect([mine.text("#count"), mine.text("#user"), mine.errors]).toEqual(["3", "Ada", []])
  })

  it("lose nothing when one of them is killed", async () => {
    const victim = await start()
    const [mine, theirs] = await Promise.all([open(victim), open(nodes[0])])
    await click(mine, "login")
    await click(mine, "add")
    await victim.kill()
    await tell(theirs, "while it was dead")
    await mine.reconnect(nodes[1])
    await mine.waitFor(() => mine.text("#news") === "while it was dead")
    await click(mine, "add")
    await click(mine, "whoami")
    expect([mine.text("#count"), mine.text("#user"), mine.errors]).toEqual(["2", "Ada", []])
  })
})
