import { randomBytes } from "node:crypto"
import type { Readable } from "node:stream"

import type { Logger } from "pino"

import { refusal } from "../errors.ts"
import { isAccepted } from "./accepted-types.ts"
import { signatureLength, startOf, typeByContent } from "./content-type.ts"
import { safeFileName } from "./file-name.ts"
import { Intake } from "./intake.ts"
import { type TakenUploads, TakenUpload } from "./taken-uploads.ts"
import { Transfers } from "./transfers.ts"
import { Upload } from "./upload.ts"
import type { UploadLimits } from "./upload-options.ts"
import { UploadError } from "./upload-refusal.ts"
import { type FormSpace, UploadSpace } from "./upload-space.ts"
import type { StoredUpload, UploadStore } from "./upload-store.ts"
import { goneText } from "./upload-texts.ts"
import { WaitingUploads } from "./waiting-uploads.ts"

/** Milliseconds: that a file waits for an event, that one may take to arrive, that a connection may be silent, and between two sweeps. */
const patience = { waiting: 10 * 60_000, arriving: 24 * 60 * 60_000, silence: 30_000, sweep: 60_000 }
/** Files that one visitor may have waiting, over all pages. */
const mostOfSession = 200

/** Whose an upload is. */
export interface Owner {
  room: string
  session: string
}

/** What a browser says of a file before it sends it. */
export interface Announced {
  field: string
  name: string
  type: string
  size: number
}

/** Field → id, or ids where the control has `multiple`. */
export type UploadReferences = Record<string, string | string[]>

/** The files that visitors have sent, from their first byte until a handler takes them or their time is over. */
export class Uploads {
  readonly #store: UploadStore
  readonly #limits: UploadLimits
  readonly #logger: Logger
  readonly #transfers = new Transfers()
  /** Those that were begun here and wait. */
  readonly #waiting = new WaitingUploads()
  /** Those that an event has. */
  readonly #held = new Set<string>()
  readonly #sweeping: NodeJS.Timeout
  readonly #space: UploadSpace
  #elsewhere = false

  constructor({ store, limits, logger }: { store: UploadStore; limits: UploadLimits; logger: Logger }) {
    this.#store = store
    this.#limits = limits
    this.#space = new UploadSpace(limits.maxTotal)
    this.#logger = logger
    this.#sweeping = setInterval(() => void this.sweep(), patience.sweep).unref()
  }

  get limits(): UploadLimits {
    return this.#limits
  }

  /** Lets a form of so many bytes come in, where there is room for it. */
  hold(bytes: number): FormSpace {
    return this.#space.hold(bytes)
  }

  /** Takes a file on; gives its id. */
  async begin(owner: Owner, { field, name, type, size }: Announced): Promise<string> {
    const { maxSize, accept } = this.#limits
    if (size > maxSize) throw new UploadError("too_large", maxSize)
    if (!isAccepted({ name, type }, accept)) throw new UploadError("wrong_type", accept)
    this.#space.check(size)
    this.#count({ ...owner, field })
    const id = (await this.#store.prefix()) + randomBytes(12).toString("hex")
    this.#waiting.add(id, { ...owner, field })
    try {
      await this.#store.create({ id, ...owner, field, name: safeFileName(name), type, size, begun: Date.now() })
    } catch (error) {
      this.#waiting.delete(id)
      throw error
    }
    return id
  }

  #count({ room, session, field }: Owner & { field: string }): void {
    const own = this.#waiting.ofSession(session)
    const { maxCount } = this.#limits
    if (own.filter((other) => other.room === room && other.field === field).length >= maxCount) throw new UploadError("too_many", maxCount)
    if (own.length >= mostOfSession) throw new UploadError("too_many", mostOfSession)
  }

  /** How much of it has come. A connection that still sends is ended, so that this is the last word. */
  async offset(owner: Owner, id: string): Promise<number> {
    await this.#own(owner, id)
    return this.#transfers.run(id, async () => (await this.#own(owner, id)).offset)
  }

  /** Adds bytes at the offset; gives the new one. What came before a connection broke stays. */
  async append(owner: Owner, id: string, offset: number, bytes: Readable, length?: number): Promise<number> {
    await this.#own(owner, id)
    return this.#transfers.run(id, async (signal) => {
      const upload = await this.#own(owner, id)
      const rest = upload.size - upload.offset
      if (Date.now() - upload.begun > patience.arriving) return this.#giveUp(upload)
      if (offset !== upload.offset) throw new UploadError("conflict")
      if (length !== undefined && length > rest) throw new UploadError("malformed")
      this.#space.check()
      await this.#write(upload, bytes, signal)
      const grown = await this.#own(owner, id)
      if (grown.offset === grown.size) await this.#typeOf(grown)
      return grown.offset
    })
  }

  async #giveUp({ id, offset }: StoredUpload): Promise<never> {
    await this.#remove(id, offset)
    throw new UploadError("gone")
  }

  async #write({ id, offset, size }: StoredUpload, bytes: Readable, signal: AbortSignal): Promise<void> {
    const intake = new Intake(size - offset, patience.silence, (bytes) => this.#space.take(bytes))
    try {
      await intake.passOn(bytes, (passed) => this.#store.append(id, offset, passed, signal))
    } catch (error) {
      // Whoever sends more than was announced cannot be believed in what came before.
      if (error instanceof UploadError && error.refusal.code === "too_large") await this.#remove(id, offset + intake.passed)
      if (error instanceof Error && "code" in error && error.code === "ENOSPC") throw new UploadError("full")
      if (signal.aborted) throw new UploadError("stalled")
      throw error
    }
  }

  /** What is not there, or another's, is as it should be. */
  async cancel(owner: Owner, id: string): Promise<void> {
    const own = await this.#own(owner, id).catch((error: unknown) => {
      if (!(error instanceof UploadError)) throw error
    })
    if (!own || this.#held.has(id)) return
    await this.#transfers.run(id, async () => this.#remove(id, (await this.#store.find(id))?.offset))
  }

  /** The files of an event, for its handler. Refused are those of another page or session, or control, and those that are not complete. */
  async take(owner: Owner, references: UploadReferences, lang: string): Promise<TakenUploads> {
    const taken: TakenUpload[] = []
    const form: TakenUploads["form"] = {}
    const end = (keep: boolean) => this.#end(taken, keep)
    for (const [field, ids] of Object.entries(references)) {
      try {
        const own: TakenUpload[] = []
        for (const id of [ids].flat()) own.push(await this.#takeOne({ ...owner, field }, id, taken))
        const uploads = own.map((source) => new Upload(source))
        Object.defineProperty(form, field, { value: Array.isArray(ids) ? uploads : uploads[0], enumerable: true })
      } catch (error) {
        await end(true)
        if (!(error instanceof UploadError)) throw error
        this.#logger.warn({ field, code: error.refusal.code }, "an event named an upload that it cannot have")
        throw refusal("invalid", { errors: { [field]: [goneText(lang)] } })
      }
    }
    return { form, end, used: () => taken.filter(({ used }) => used).map(({ id }) => id) }
  }

  async #takeOne(owner: Owner & { field: string }, id: string, taken: TakenUpload[]): Promise<TakenUpload> {
    const upload = await this.#own(owner, id)
    if (upload.field !== owner.field || upload.offset !== upload.size || this.#held.has(id)) throw new UploadError("gone")
    this.#held.add(id)
    try {
      const source = new TakenUpload(this.#store, upload, await this.#typeOf(upload))
      await this.#store.touch(id)
      taken.push(source)
      return source
    } catch (error) {
      this.#held.delete(id)
      throw error
    }
  }

  async #end(taken: TakenUpload[], keep: boolean): Promise<void> {
    for (const { id, size, moved } of taken) {
      if (moved) this.#forget(id, size)
      else if (keep) await this.#store.touch(id)
      else await this.#remove(id, size)
      this.#held.delete(id)
    }
  }

  /** What it really is; what is not what it was said to be, or then not accepted, goes. */
  async #typeOf({ id, name, type, size }: StoredUpload): Promise<string> {
    const start = size ? await startOf(this.#store.read(this.#store.path(id), signatureLength)) : undefined
    const real = start ? typeByContent(start, type) : type
    if (real !== undefined && isAccepted({ name, type: real }, this.#limits.accept)) return real
    await this.#remove(id, size)
    throw new UploadError("wrong_type", this.#limits.accept)
  }

  /** Another's upload is as good as none. */
  async #own({ room, session }: Owner, id: string): Promise<StoredUpload> {
    if (!/^[0-9a-f]{32}$/.test(id)) throw new UploadError("gone")
    const upload = await this.#store.find(id)
    if (!upload) this.#waiting.delete(id)
    if (!upload && !id.startsWith(await this.#store.prefix())) {
      this.#noteElsewhere()
      throw new UploadError("elsewhere")
    }
    if (!upload || upload.room !== room || upload.session !== session) throw new UploadError("gone")
    return upload
  }

  /** Once: ids may be anybody's invention. */
  #noteElsewhere(): void {
    if (this.#elsewhere) return
    this.#elsewhere = true
    this.#logger.error(
      "an upload was begun on another node and its store is not seen from here: let the nodes share DATA_DIR/uploads, or give createLiveView({ uploads: { store } })",
    )
  }

  async #remove(id: string, size = 0): Promise<void> {
    await this.#store.remove(id)
    this.#forget(id, size)
  }

  #forget(id: string, size: number): void {
    this.#waiting.delete(id)
    this.#space.free(size)
  }

  /** Removes what nobody has come for. Never rejects: it is tried again. */
  async sweep(): Promise<void> {
    try {
      const isHeld = (id: string) => this.#held.has(id) || this.#transfers.has(id)
      this.#space.count(await this.#store.sweep(Date.now() - patience.waiting, isHeld))
      for (const id of this.#waiting.ids) if (!(await this.#store.find(id))) this.#waiting.delete(id)
    } catch (error) {
      this.#logger.error({ err: error }, "uploads that nobody took could not be removed")
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeping)
    await this.#transfers.stop()
  }
}
