import type { Readable } from "node:stream"

/** What is known of an upload from its beginning. */
export interface UploadRecord {
  readonly id: string
  /** The page that it belongs to, and its session: nobody else may touch it. */
  readonly room: string
  readonly session: string
  /** Name of the control. */
  readonly field: string
  /** The file's own name, without folders. Never used as a path. */
  readonly name: string
  readonly type: string
  /** Bytes that it will have. */
  readonly size: number
  /** Milliseconds since 1970. */
  readonly begun: number
}

/** An upload as it stands: how many bytes have come, and when the last did (milliseconds since 1970). */
export interface StoredUpload extends UploadRecord {
  readonly offset: number
  readonly touched: number
}

/**
 * Where uploads are until a handler takes them: the server's disk, or a store of the author's, which every node sees.
 * Ids are 32 hexadecimal digits.
 */
export interface UploadStore {
  /** The first 8 digits of its ids, the same on every node that sees this store. */
  prefix(): Promise<string>
  create(record: UploadRecord): Promise<void>
  find(id: string): Promise<StoredUpload | undefined>
  /** Writes bytes from this offset on. What came before an error or the abortion stays. Resolves when nothing more is written. */
  append(id: string, offset: number, bytes: Readable, signal: AbortSignal): Promise<void>
  /** Where it is, for handlers: on a disk, an absolute path. */
  path(id: string): string
  /** The bytes at a path that `path` or `move` gave, or no more than the first so many. */
  read(path: string, first?: number): Readable
  /** To where a handler wants it; it is no longer the store's then. Gives the path that it has there. */
  move(id: string, to: string): Promise<string>
  /** Puts its expiry off. */
  touch(id: string): Promise<void>
  remove(id: string): Promise<void>
  /** Removes what was last touched before, but for `held`; also what a crash has left. Gives the bytes that remain. */
  sweep(before: number, held: (id: string) => boolean): Promise<number>
}
