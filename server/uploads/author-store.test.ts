import { mkdtemp, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Readable } from "node:stream"

import { describe, expect, it } from "vitest"

import { handler } from "../events/handler.ts"
import type { RegisteredHandler } from "../events/registry.ts"
import { serve } from "../testing/upload-visitor.ts"
import { Upload } from "./upload.ts"
import type { UploadRecord, UploadStore } from "./upload-store.ts"

/** What an author may write for an object store. */
class MapStore implements UploadStore {
  readonly waiting = new Map<string, { record: UploadRecord; bytes: Buffer }>()
  readonly objects = new Map<string, Buffer>()

  async prefix(): Promise<string> {
    return "00000000"
  }

  async create(record: UploadRecord): Promise<void> {
    this.waiting.set(record.id, { record, bytes: Buffer.alloc(0) })
  }

  async find(id: string) {
    const found = this.waiting.get(id)
    return found && { ...found.record, offset: found.bytes.length, touched: Date.now() }
  }

  async append(id: string, offset: number, bytes: Readable): Promise<void> {
    const found = this.waiting.get(id)
    for await (const chunk of bytes)
      if (found) found.bytes = Buffer.concat([found.bytes.subarray(0, offset), found.bytes.subarray(offset), chunk])
  }

  path(id: string): string {
    return `waiting/${id}`
  }

  read(path: string, first?: number): Readable {
    const bytes = this.objects.get(path) ?? this.waiting.get(path.slice("waiting/".length))?.bytes ?? Buffer.alloc(0)
    return Readable.from([bytes.subarray(0, first)])
  }

  async move(id: string, to: string): Promise<string> {
    const key = `bucket/${to}`
    this.objects.set(key, this.waiting.get(id)?.bytes ?? Buffer.alloc(0))
    this.waiting.delete(id)
    return key
  }

  async touch(): Promise<void> {}

  async remove(id: string): Promise<void> {
    this.waiting.delete(id)
  }

  async sweep(): Promise<number> {
    return 0
  }
}

describe("a store of the author's", () => {
  it("has the files from their first byte, and gives them to handlers", async () => {
    const folder = await mkdtemp(join(tmpdir(), "livetsx-uploads-"))
    const store = new MapStore()
    const seen: unknown[] = []
    const keep = handler("keep", async ({ form }) => {
      const file = form.photo
      if (!(file instanceof Upload)) return
      seen.push(file.path, await file.moveTo("a/b"), file.path, await file.text())
      await expect(file.moveTo("elsewhere")).rejects.toThrow("expected an upload that was not moved yet")
    })
    const server = await serve(folder, [keep] as unknown[] as RegisteredHandler[], { store })
    const visitor = await server.visit()
    const id = await visitor.send({ name: "a.txt" }, "content")
    const socket = await visitor.connect()
    await socket.event("keep", { photo: id })
    expect(seen).toEqual([`waiting/${id}`, "bucket/a/b", "bucket/a/b", "content"])
    expect(store.waiting.size).toBe(0)
    expect(await readdir(folder)).not.toContain("uploads")
    socket.close()
    await server.close()
    await rm(folder, { recursive: true, force: true })
  })
})
