import { randomBytes } from "node:crypto"
import { createReadStream, createWriteStream } from "node:fs"
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import type { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"

import { moveFile } from "./move-file.ts"
import type { StoredUpload, UploadRecord, UploadStore } from "./upload-store.ts"

/** Uploads as files of one folder, named by their ids: the bytes, and a record in JSON. Several nodes may share the folder. */
export class DiskStore implements UploadStore {
  readonly #folder: string
  #prefix: Promise<string> | undefined

  constructor(folder: string) {
    this.#folder = resolve(folder)
  }

  prefix(): Promise<string> {
    this.#prefix ??= this.#readPrefix().catch((error: unknown) => {
      this.#prefix = undefined
      throw error
    })
    return this.#prefix
  }

  /** Written by the first node that comes; the others read it. */
  async #readPrefix(): Promise<string> {
    const file = join(this.#folder, "store")
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    await writeFile(file, randomBytes(4).toString("hex"), { flag: "wx", flush: true }).catch(unless("EEXIST"))
    const prefix = await readFile(file, "utf8")
    if (!/^[0-9a-f]{8}$/.test(prefix))
      throw new Error(`${file} expected 8 hexadecimal digits, got ${JSON.stringify(prefix.slice(0, 20))}. Remove the file.`)
    return prefix
  }

  async create(record: UploadRecord): Promise<void> {
    await this.prefix()
    await writeFile(this.#record(record.id), JSON.stringify(record), { flag: "wx", mode: 0o600 })
    await writeFile(this.path(record.id), "", { flag: "wx", mode: 0o600 })
  }

  async find(id: string): Promise<StoredUpload | undefined> {
    try {
      const [json, { size, mtimeMs }] = await Promise.all([readFile(this.#record(id), "utf8"), stat(this.path(id))])
      return { ...recordOf(json), offset: size, touched: mtimeMs }
    } catch (error) {
      return unless("ENOENT")(error)
    }
  }

  async append(id: string, offset: number, bytes: Readable, signal: AbortSignal): Promise<void> {
    const file = createWriteStream(this.path(id), { flags: "r+", start: offset })
    const closed = new Promise<void>((resolve) => file.once("close", resolve))
    try {
      await pipeline(bytes, file, { signal })
    } finally {
      await closed
    }
  }

  path(id: string): string {
    return join(this.#folder, checked(id))
  }

  read(path: string, first?: number): Readable {
    return createReadStream(path, first === undefined ? {} : { end: first - 1 })
  }

  async move(id: string, to: string): Promise<string> {
    const target = resolve(to)
    await moveFile(this.path(id), target)
    await rm(this.#record(id), { force: true })
    return target
  }

  async touch(id: string): Promise<void> {
    const now = new Date()
    await utimes(this.path(id), now, now).catch(unless("ENOENT"))
  }

  async remove(id: string): Promise<void> {
    await Promise.all([rm(this.path(id), { force: true }), rm(this.#record(id), { force: true })])
  }

  async sweep(before: number, held: (id: string) => boolean): Promise<number> {
    const names = await readdir(this.#folder).catch(unless("ENOENT"))
    const ids = new Set((names ?? []).map((name) => name.replace(/\.json$/, "")).filter((name) => shape.test(name)))
    let bytes = 0
    for (const id of ids) bytes += await this.#sweepOne(id, before, held(id))
    return bytes
  }

  async #sweepOne(id: string, before: number, held: boolean): Promise<number> {
    const known = (await stat(this.path(id)).catch(unless("ENOENT"))) ?? (await stat(this.#record(id)).catch(unless("ENOENT")))
    if (!known) return 0
    if (held || known.mtimeMs >= before) return known.size
    await this.remove(id)
    return 0
  }

  #record(id: string): string {
    return `${this.path(id)}.json`
  }
}

const shape = /^[0-9a-f]{32}$/

/** Only an id is ever part of a path. */
function checked(id: string): string {
  if (!shape.test(id)) throw new Error(`Expected the id of an upload, got ${JSON.stringify(id.slice(0, 40))}.`)
  return id
}

/** `create` wrote it. */
function recordOf(json: string): UploadRecord {
  return JSON.parse(json)
}

/** Passes over the error that is expected here. */
function unless(code: string): (error: unknown) => undefined {
  return (error) => {
    if (!(error instanceof Error && "code" in error && error.code === code)) throw error
  }
}
