import { type Readable, Transform, type TransformCallback } from "node:stream"

import { UploadError } from "./upload-refusal.ts"

/** Lets bytes through, as many as are expected and no more, and fails where none come for so many milliseconds. */
export class Intake extends Transform {
  passed = 0
  readonly #most: number
  readonly #take: (bytes: number) => void
  readonly #silence: NodeJS.Timeout

  /** `take` is told of the bytes as they come, and throws where there is no room for them. */
  constructor(most: number, patience: number, take: (bytes: number) => void) {
    super()
    this.#most = most
    this.#take = take
    this.#silence = setTimeout(() => this.destroy(new UploadError("stalled")), patience)
  }

  /** Gives the bytes to whoever keeps them. A connection that breaks before its end ends this too. */
  async passOn(bytes: Readable, keep: (passed: Readable) => Promise<unknown>): Promise<void> {
    const cut = () => bytes.readableEnded || this.destroy(new UploadError("stalled"))
    bytes.once("error", cut).once("close", cut)
    try {
      await keep(bytes.pipe(this))
    } finally {
      bytes.unpipe(this)
      this.destroy()
    }
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#silence.refresh()
    try {
      this.#count(chunk.length)
    } catch (error) {
      return done(error instanceof Error ? error : new Error(String(error)))
    }
    done(null, chunk)
  }

  #count(bytes: number): void {
    if (this.passed + bytes > this.#most) throw new UploadError("too_large", this.#most)
    this.#take(bytes)
    this.passed += bytes
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#silence)
    done(error)
  }
}
