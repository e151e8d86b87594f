/**
 * A file that a visitor has sent, as a handler finds it in `form`. It is a `File`, so that schemas of files (`z.file()`) take it.
 * What no handler moves is gone when the event has been answered.
 */
export class Upload extends File {
  /** Bytes. */
  override readonly size: number
  readonly #source: UploadSource

  constructor(source: UploadSource) {
    super([], source.name, { type: source.type })
    this.size = source.size
    this.#source = source
  }

  /** Where the file is: on the server's disk, an absolute path; in another store, what that store calls it. */
  get path(): string {
    return this.#use().path
  }

  /** Its bytes, as they are read. */
  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return this.#use().read()
  }

  /** The whole of it as UTF-8. */
  override async text(): Promise<string> {
    return new TextDecoder().decode(await this.arrayBuffer())
  }

  /** The whole of it in memory. */
  override async arrayBuffer(): Promise<ArrayBuffer> {
    return new Response(this.stream()).arrayBuffer()
  }

  /** An upload is not in memory: read it with `stream()`. */
  override slice(): Blob {
    throw new Error("An upload cannot be sliced. Expected stream(), text(), arrayBuffer() or path.")
  }

  /** Keeps the file: moves it to this path, whose folders are made, over what is there, also to another file system. Resolves with its new path. */
  async moveTo(path: string): Promise<string> {
    const source = this.#use()
    await source.move(path)
    return source.path
  }

  #use(): UploadSource {
    this.#source.used = true
    return this.#source
  }
}

/** What an upload reads from. */
export interface UploadSource {
  readonly name: string
  readonly type: string
  readonly size: number
  readonly path: string
  /** A handler has read or moved it. */
  used: boolean
  read(): ReadableStream<Uint8Array<ArrayBuffer>>
  move(path: string): Promise<void>
}
