// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest"

import type { Answer, Sent } from "./upload-request.ts"
import { type Transfer, transfer } from "./upload-transfer.ts"

/** What the server does with each request; without a rule, what it should. */
let rules: ((sent: Sent) => number | "lost" | undefined)[]
let stored: string
let requests: string[]

vi.mock("./upload-request.ts", () => ({ send: (sent: Sent) => answer(sent) }))

async function answer(sent: Sent): Promise<Answer> {
  requests.push(`${sent.method} ${sent.headers["upload-offset"] ?? ""}`.trim())
  const status = rules.shift()?.(sent)
  if (status === "lost") throw new Error("lost")
  if (status) return { status, header: () => null, text: JSON.stringify({ code: "refused-by-server", limit: 7 }) }
  if (sent.body instanceof Blob) stored = stored.slice(0, Number(sent.headers["upload-offset"])) + (await sent.body.text())
  return { status: 204, header: () => String(stored.length), text: JSON.stringify({ id: "i" }) }
}

const content = "0123456789"

function start(more: Partial<Transfer> = {}): Promise<string> {
  return transfer({
    file: new File([content], "a.txt"),
    field: "a",
    token: () => "token",
    signal: new AbortController().signal,
    begun: () => {},
    progressed: () => {},
    waiting: () => document.dispatchEvent(new Event("liveview:reconnect")),
    ...more,
  })
}

/** The connection is back as soon as somebody waits for it. */
const awake = (is: boolean) => void (is && queueMicrotask(() => document.dispatchEvent(new Event("liveview:reconnect"))))

beforeEach(() => {
  rules = []
  stored = ""
  requests = []
})

describe("a file on its way", () => {
  it("is announced and sent", async () => {
    expect(await start()).toBe("i")
    expect(stored).toBe(content)
    expect(requests).toEqual(["POST", "PATCH 0"])
  })

  it("goes on from what the server has when the connection was lost", async () => {
    rules = [
      () => undefined,
      () => {
        stored = content.slice(0, 4)
        return "lost"
      },
    ]
    const waiting = vi.fn(awake)
    await start({ waiting })
    expect(stored).toBe(content)
    expect(requests).toEqual(["POST", "PATCH 0", "HEAD", "PATCH 4"])
    expect(waiting.mock.calls.map(([is]) => is)).toEqual([false, true, false])
  })

  it("begins anew where the server has thrown it away", async () => {
    rules = [() => 404]
    await start({ id: "old", waiting: awake })
    expect(requests).toEqual(["HEAD", "POST", "PATCH 0"])
  })

  it("needs nothing more where the server has all of it", async () => {
    stored = content
    expect(await start({ id: "i" })).toBe("i")
    expect(requests).toEqual(["HEAD"])
  })

  it("waits for a token that holds", async () => {
    let token = "old"
    rules = [({ headers }) => (headers["x-liveview-room"] === "new" ? undefined : 403)]
    await start({
      token: () => token,
      waiting: (is) => {
        token = "new"
        awake(is)
      },
    })
    expect(requests).toEqual(["POST", "POST", "PATCH 0"])
  })

  it("is refused with what the server says, and not tried again", async () => {
    rules = [() => 413]
    await expect(start()).rejects.toMatchObject({ code: "refused-by-server", limit: 7 })
    expect(requests).toEqual(["POST"])
  })

  it("is announced again where its address has announced too many for now", async () => {
    rules = [() => 503, () => 503]
    expect(await start({ waiting: awake })).toBe("i")
    expect(stored).toBe(content)
    expect(requests).toEqual(["POST", "POST", "POST", "PATCH 0"])
  })

  it("is given up visibly where the server fails and fails", async () => {
    rules = Array.from({ length: 20 }, () => () => 500)
    await expect(start({ waiting: awake })).rejects.toMatchObject({ code: "failed" })
    expect(requests.length).toBeLessThan(10)
  })

  it("is given up where it cannot be read any more", async () => {
    const file = new File([content], "a.txt")
    vi.spyOn(file, "slice").mockImplementation(() =>
      Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new Error("NotReadableError")) }),
    )
    rules = [() => undefined, () => "lost"]
    await expect(start({ file, waiting: awake })).rejects.toMatchObject({ code: "unreadable" })
  })

  it("is let go of when it is cancelled", async () => {
    const stop = new AbortController()
    rules = [
      () => {
        stop.abort()
        return "lost"
      },
    ]
    await expect(start({ signal: stop.signal })).rejects.toThrow()
    expect(requests).toEqual(["POST"])
  })
})
