import { Readable } from "node:stream"

import { AuthorError } from "../errors.ts"
import type { Upload, UploadSource } from "./upload.ts"
import type { StoredUpload, UploadStore } from "./upload-store.ts"

/** The uploads of one event, while its handler has them. */
export interface TakenUploads {
  /** What the form gets: field → upload, or a list where the control has `multiple`. */
  readonly form: Record<string, Upload | Upload[]>
  /** Ids of those that the handler has read or moved. */
  used(): string[]
  /** The event is over. `keep`: its files wait for the next attempt, as long as they would without an event. */
  end(keep: boolean): Promise<void>
}

/** An upload in the hands of a handler. */
export class TakenUpload implements UploadSource {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly size: number
  path: string
  used = false
  /** Out of the store: it is the author's now. */
  moved = false
  readonly #store: UploadStore

  constructor(store: UploadStore, { id, name, size }: StoredUpload, type: string) {
    this.#store = store
    this.id = id
    this.name = name
    this.type = type
    this.size = size
    this.path = store.path(id)
  }

  read(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return webStream(this.#store.read(this.path))
  }

  async move(path: string): Promise<void> {
    if (this.moved)
      throw new AuthorError(
        `moveTo(${JSON.stringify(path)}) expected an upload that was not moved yet, got one that is at ${JSON.stringify(this.path)}.`,
      )
    this.path = await this.#store.move(this.id, path)
    this.moved = true
  }
}

/** Node types the web streams that it makes otherwise than the platform's `File` does. */
function webStream(readable: Readable): ReadableStream<Uint8Array<ArrayBuffer>> {
  return Readable.toWeb(readable) as unknown as ReadableStream<Uint8Array<ArrayBuffer>>
}
