import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { z } from "zod"

import { refuse } from "../errors.ts"
import { handler } from "../events/handler.ts"
import type { RegisteredHandler } from "../events/registry.ts"
import { UPLOADS_USED } from "../protocol.ts"
import { createLog } from "../operations/log.ts"
import { DiskStore } from "./disk-store.ts"
import { Upload } from "./upload.ts"
import { uploadLimits, type UploadOptions } from "./upload-options.ts"
import { Uploads } from "./uploads.ts"
import { browser, serve, type Visitor } from "../testing/upload-visitor.ts"

let folder: string
let server: Awaited<ReturnType<typeof serve>>
let visitor: Visitor
const closing: (() => void)[] = []

async function start(handlers: unknown[] = [], uploads: UploadOptions = {}): Promise<void> {
  server = await serve(folder, handlers as RegisteredHandler[], uploads)
  visitor = await server.visit()
}

async function connected(who = visitor) {
  const socket = await who.connect()
  closing.push(socket.close)
  return socket
}

/** Ids of what is kept. */
async function kept(): Promise<string[]> {
  const names = await readdir(join(folder, "uploads"))
  return names.filter((name) => name !== "store" && !name.endsWith(".json")).sort()
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livetsx-uploads-"))
})

afterEach(async () => {
  for (const close of closing.splice(0)) close()
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const take = handler("take", async ({ form }) => {
  const { photo } = form
  if (photo instanceof Upload) await photo.moveTo(join(folder, "moved", photo.name))
})

describe("an upload", () => {
  it("comes in chunks, and a handler moves it", async () => {
    await start([take])
    const { id } = await (await visitor.announce({ name: "a.txt", size: 10 })).json()
    expect((await visitor.add(id, 0, "hello")).headers.get("upload-offset")).toBe("5")
    expect((await visitor.add(id, 5, "world")).headers.get("upload-offset")).toBe("10")
    const socket = await connected()
    expect(await socket.event("take", { photo: id })).toEqual([["dispatch", UPLOADS_USED, { ids: [id] }]])
    expect(await readFile(join(folder, "moved", "a.txt"), "utf8")).toBe("helloworld")
    expect(await kept()).toEqual([])
    expect(await socket.again("take", { photo: id })).toHaveLength(1)
  })

  it("is a File with name, type, size, path, stream and text", async () => {
    const seen: unknown[] = []
    const look = handler("look", async ({ form }) => {
      const file = form.photo
      if (!(file instanceof Upload)) return
      let streamed = ""
      for await (const chunk of file.stream()) streamed += Buffer.from(chunk).toString()
      seen.push(file instanceof File, file.name, file.type, file.size, await file.text(), streamed, await readFile(file.path, "utf8"))
    })
    await start([look])
    const id = await visitor.send({ name: "ä b.txt" }, "grüße")
    await (await connected()).event("look", { photo: id })
    expect(seen).toEqual([true, "ä b.txt", "text/plain", 7, "grüße", "grüße", "grüße"])
  })

  it("goes on where a broken connection stopped", async () => {
    await start([take])
    const { id } = await (await visitor.announce({ name: "a.txt", size: 10 })).json()
    const sending = visitor.open(id, 0, 10)
    sending.write("hell")
    await vi.waitFor(async () => expect((await kept()).length).toBe(1))
    await vi.waitFor(async () => expect((await readFile(join(folder, "uploads", id), "utf8")).length).toBe(4))
    sending.cut()
    await sending.ended
    expect(await visitor.offset(id)).toBe(4)
    expect((await visitor.add(id, 4, "oworld")).status).toBe(204)
    await (await connected()).event("take", { photo: id })
    expect(await readFile(join(folder, "moved", "a.txt"), "utf8")).toBe("helloworld")
  })

  it("is taken over by a new connection while the old one hangs", async () => {
    await start()
    const { id } = await (await visitor.announce({ name: "a.txt", size: 10 })).json()
    const hanging = visitor.open(id, 0, 10)
    hanging.write("hello")
    await vi.waitFor(async () => expect((await readFile(join(folder, "uploads", id), "utf8")).length).toBe(5))
    expect(await visitor.offset(id)).toBe(5)
    expect((await visitor.add(id, 5, "world")).status).toBe(204)
    hanging.write("XXXXX")
    await hanging.ended
    expect(await readFile(join(folder, "uploads", id), "utf8")).toBe("helloworld")
  })

  it("outlives a restart of the server", async () => {
    await start()
    const { id } = await (await visitor.announce({ name: "a.txt", size: 10 })).json()
    await visitor.add(id, 0, "hello")
    await server.close()
    server = await serve(folder, [take] as unknown[] as RegisteredHandler[])
    const same = browser(server.url, visitor.token, visitor.cookie)
    expect(await same.offset(id)).toBe(5)
    await same.add(id, 5, "world")
    await (await connected(same)).event("take", { photo: id })
    expect(await readFile(join(folder, "moved", "a.txt"), "utf8")).toBe("helloworld")
  })

  it("of no bytes is complete from the beginning", async () => {
    await start([take])
    const { id } = await (await visitor.announce({ name: "empty", size: 0 })).json()
    await (await connected()).event("take", { photo: id })
    expect(await readFile(join(folder, "moved", "empty"), "utf8")).toBe("")
  })
})

describe("hostile requests", () => {
  it("never become paths", async () => {
    await start([take])
    const id = await visitor.send({ name: "../../../etc/passwd" }, "x")
    await (await connected()).event("take", { photo: id })
    expect(await readdir(join(folder, "moved"))).toEqual(["passwd"])
    for (const wrong of ["..%2f..%2fstore", "store", "%2e%2e", `${"0".repeat(31)}g`, "x".repeat(400)]) {
      expect(await visitor.offset(wrong)).toBe(404)
      expect((await visitor.add(wrong, 0, "x")).status).toBe(404)
      expect([204, 404]).toContain((await visitor.cancel(wrong)).status)
    }
  })

  it("are refused without the page's token, with another session's, and of another page of the same session", async () => {
    await start([take])
    const id = await visitor.send({ name: "a.txt" }, "secret")
    const stranger = await server.visit()
    const otherPage = await server.visit(visitor.cookie)
    expect((await visitor.announce({ name: "a", size: 1 }, { "x-liveview-room": "" })).status).toBe(403)
    expect((await visitor.announce({ name: "a", size: 1 }, { "x-liveview-room": stranger.token })).status).toBe(403)
    for (const other of [stranger, otherPage]) {
      expect(await other.offset(id)).toBe(404)
      expect((await other.add(id, 6, "")).status).toBe(404)
      expect((await other.cancel(id)).status).toBe(204)
      expect(await (await connected(other)).event("take", { photo: id })).toMatchObject({
        code: "invalid",
        errors: { photo: [expect.any(String)] },
      })
    }
    expect(await visitor.offset(id)).toBe(6)
  })

  it("are refused where offsets, lengths or announcements are wrong", async () => {
    await start()
    const { id } = await (await visitor.announce({ name: "a.txt", size: 4 })).json()
    expect((await visitor.add(id, 2, "xx")).status).toBe(409)
    expect((await visitor.add(id, "-1", "xx")).status).toBe(400)
    expect((await visitor.add(id, "1e3", "xx")).status).toBe(400)
    expect((await visitor.add(id, 0, "12345")).status).toBe(400)
    expect(await visitor.offset(id)).toBe(0)
    for (const wrong of [
      { name: "a" },
      { name: 1, size: 1 },
      { name: "a", size: -1 },
      { name: "a", size: 1.5 },
      { name: "a", size: "1" },
      { name: "a", size: 1, field: {} },
      { name: "a".repeat(2_000), size: 1 },
    ])
      expect((await visitor.announce(wrong)).status).toBe(400)
    expect((await visitor.announce({ name: "a", size: 1 }, { "content-type": "text/plain" })).status).toBe(400)
  })

  it("that send more than they said lose what they sent", async () => {
    await start()
    const { id } = await (await visitor.announce({ name: "a.txt", size: 4 })).json()
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode("123456789"))
        controller.close()
      },
    })
    const answer = await fetch(`${visitor.url}/liveview/uploads/${id}`, {
      method: "PATCH",
      body,
      duplex: "half",
      headers: { ...visitor.headers, "upload-offset": "0" },
    } as RequestInit)
    expect(answer.status).toBe(413)
    expect(await kept()).toEqual([])
  })

  it("cannot use what is incomplete, of another control, or named twice", async () => {
    await start([take])
    const { id } = await (await visitor.announce({ name: "a.txt", size: 4 })).json()
    const whole = await visitor.send({ name: "b.txt", field: "other" }, "b")
    const socket = await connected()
    for (const named of [id, whole, "0".repeat(32)]) expect(await socket.event("take", { photo: named })).toMatchObject({ code: "invalid" })
    expect(await socket.event("take", { other: [whole, whole] })).toMatchObject({ code: "invalid" })
    for (const wrong of [{ photo: 1 }, { photo: { path: "/etc/passwd" } }, [id], { photo: ["x".repeat(41)] }])
      expect(await socket.event("take", wrong)).toEqual({ code: "invalid" })
    expect((await kept()).length).toBe(2)
  })
})

describe("an upload of a session", () => {
  it("is no other's, whatever room it says to be in", async () => {
    await start()
    const store = new DiskStore(join(folder, "own"))
    const uploads = new Uploads({ store, limits: uploadLimits(), logger: createLog("test") })
    const id = await uploads.begin({ room: "room", session: "one" }, { field: "photo", name: "a", type: "", size: 0 })
    await expect(uploads.offset({ room: "room", session: "another" }, id)).rejects.toThrow("gone")
    expect(await uploads.offset({ room: "room", session: "one" }, id)).toBe(0)
    await uploads.close()
  })
})

describe("limits", () => {
  it("are of size, kind and count", async () => {
    await start([], { maxSize: 10, accept: "image/*,.txt", maxCount: 2 })
    expect(await (await visitor.announce({ name: "a.txt", size: 11 })).json()).toEqual({ code: "too_large", limit: 10 })
    expect(await (await visitor.announce({ name: "a.exe", type: "application/x-msdownload", size: 1 })).json()).toEqual({
      code: "wrong_type",
      limit: "image/*,.txt",
    })
    const first = await visitor.send({ name: "a.txt" }, "a")
    await visitor.send({ name: "b.txt" }, "b")
    expect(await (await visitor.announce({ name: "c.txt", size: 1 })).json()).toEqual({ code: "too_many", limit: 2 })
    expect((await visitor.cancel(first)).status).toBe(204)
    expect((await visitor.announce({ name: "c.txt", size: 1 })).status).toBe(201)
  })

  it("hold for what a file really is", async () => {
    const types: string[] = []
    const look = handler("look", ({ form }) => void (form.photo instanceof Upload && types.push(form.photo.type)))
    await start([look], { accept: "image/*" })
    const { id } = await (await visitor.announce({ name: "a.png", type: "image/png", size: 15 })).json()
    expect((await visitor.add(id, 0, "<script></scrip")).status).toBe(415)
    expect(await kept()).toEqual([])
    const renamed = await visitor.send({ name: "a.png", type: "image/png" }, "GIF89a but a png by name")
    await (await connected()).event("look", { photo: renamed })
    expect(types).toEqual(["image/gif"])
  })

  it("are held for all that wait together", async () => {
    await start([], { maxTotal: 10 })
    await visitor.send({ name: "a.txt" }, "12345678")
    expect((await visitor.announce({ name: "b.txt", size: 8 })).status).toBe(507)
  })

  it("are held also for what comes at once, and for what was begun while there was room", async () => {
    await start([], { maxTotal: 10 })
    const [one, other] = await Promise.all(
      ["a.txt", "b.txt"].map(async (name) => (await (await visitor.announce({ name, size: 8 })).json()).id as string),
    )
    const slow = visitor.open(String(one), 0, 8)
    slow.write("1234567")
    await vi.waitFor(async () => expect((await stat(join(folder, "uploads", String(one)))).size).toBe(7))
    expect((await visitor.add(String(other), 0, "12345678")).status).toBe(507)
    expect((await stat(join(folder, "uploads", String(other)))).size).toBeLessThanOrEqual(3)
    slow.cut()
    await visitor.cancel(String(one))
    expect(await visitor.offset(String(other))).toBe(0)
    expect((await visitor.add(String(other), 0, "12345678")).status).toBe(204)
  })

  it("are given back at once by what was cancelled, and by what was more than it said", async () => {
    await start([], { maxTotal: 10 })
    for (let time = 0; time < 3; time++) {
      const { id } = await (await visitor.announce({ name: "a.txt", size: 9 })).json()
      await visitor.add(id, 0, "12345678")
      await visitor.cancel(id)
      const { id: larger } = await (await visitor.announce({ name: "a.txt", size: 9 })).json()
      await visitor.add(larger, 0, "12345678")
      const chunks = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode("90"))
          controller.close()
        },
      })
      const more = { method: "PATCH", body: chunks, duplex: "half", headers: { ...visitor.headers, "upload-offset": "8" } }
      expect((await fetch(`${server.url}/liveview/uploads/${larger}`, more)).status).toBe(413)
    }
    expect(await kept()).toEqual([])
  })

  it("of a handler's schema are the server's too", async () => {
    const save = handler(
      "save",
      { form: z.object({ photo: z.file().max(3).pipe(z.instanceof(Upload)) }) },
      async ({ form }) => void (await form.photo.moveTo(join(folder, "saved"))),
    )
    await start([save])
    const socket = await connected()
    const large = await visitor.send({ name: "a.txt" }, "12345")
    expect(await socket.event("save", { photo: large })).toMatchObject({
      code: "invalid",
      errors: { photo: [expect.stringContaining("3 bytes")] },
    })
    await socket.event("save", { photo: await visitor.send({ name: "a.txt" }, "123") })
    expect(await readFile(join(folder, "saved"), "utf8")).toBe("123")
  })
})

describe("what no handler moved", () => {
  it("is gone when the event has been answered, also where the handler failed", async () => {
    const ignore = handler("ignore", () => undefined)
    const fail = handler("fail", () => {
      throw new Error("on purpose")
    })
    await start([ignore, fail])
    const socket = await connected()
    expect(await socket.event("ignore", { photo: await visitor.send({ name: "a.txt" }, "a") })).toEqual([])
    expect(await kept()).toEqual([])
    expect(await socket.event("fail", { photo: await visitor.send({ name: "a.txt" }, "a") })).toMatchObject({ code: "handler_error" })
    expect(await kept()).toEqual([])
  })

  it("stays for the next attempt where the event was refused", async () => {
    let tries = 0
    const picky = handler("picky", { form: z.object({ title: z.string().min(1), photo: z.file() }) }, ({ form }) => {
      if (++tries === 1) throw refuse("Not like that.")
      return void form
    })
    await start([picky])
    const socket = await connected()
    const id = await visitor.send({ name: "a.txt" }, "a")
    expect(await socket.event("picky", { photo: id }, { title: "" })).toMatchObject({ code: "invalid" })
    expect(await socket.event("picky", { photo: id }, { title: "x" })).toMatchObject({ code: "refused" })
    expect(await kept()).toEqual([id])
    expect(await socket.event("picky", { photo: id }, { title: "x" })).toEqual([])
    expect(await kept()).toEqual([])
  })

  it("stays also where the handler's `invalid` answers for the schema", async () => {
    const picky = handler(
      "picky",
      { form: z.object({ title: z.string().min(1), photo: z.file() }), invalid: () => undefined },
      () => undefined,
    )
    await start([picky])
    const socket = await connected()
    const id = await visitor.send({ name: "a.txt" }, "a")
    expect(await socket.event("picky", { photo: id }, { title: "" })).toEqual([])
    expect(await kept()).toEqual([id])
  })

  it("is gone 10 minutes after it came without an event, also after a crash", async () => {
    await start()
    const [old, young] = [await visitor.send({ name: "a.txt" }, "a"), await visitor.send({ name: "b.txt" }, "b")]
    await server.close()
    const long = new Date(Date.now() - 11 * 60_000)
    await utimes(join(folder, "uploads", old), long, long)
    const orphan = join(folder, "uploads", `${"a".repeat(32)}.json`)
    await writeFile(orphan, "{}")
    await utimes(orphan, long, long)
    server = await serve(folder)
    expect(await kept()).toEqual([young])
    expect((await readdir(join(folder, "uploads"))).sort()).toEqual([young, `${young}.json`, "store"].sort())
  })
})

describe("a control with multiple", () => {
  it("gives a list, also of one and of none", async () => {
    const seen: unknown[] = []
    const look = handler(
      "look",
      ({ form }) => void seen.push(Array.isArray(form.photo) && form.photo.map((file) => file instanceof Upload && file.name)),
    )
    await start([look])
    const socket = await connected()
    const ids = [await visitor.send({ name: "a.txt" }, "a"), await visitor.send({ name: "b.txt" }, "b")]
    await socket.event("look", { photo: ids })
    await socket.event("look", { photo: [await visitor.send({ name: "c.txt" }, "c")] })
    await socket.event("look", { photo: [] })
    expect(seen).toEqual([["a.txt", "b.txt"], ["c.txt"], []])
  })
})

describe("an upload that was begun on another node", () => {
  it("is refused for what it is", async () => {
    await start()
    expect((await visitor.add("f".repeat(32), 0, "x")).status).toBe(421)
  })
})
