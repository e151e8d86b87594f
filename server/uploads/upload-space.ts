import { UploadError } from "./upload-refusal.ts"

/** The bytes that the files of all visitors take while they wait, of those that they may take together. */
export class UploadSpace {
  readonly #most: number
  #taken = 0
  /** That forms are sending which have not arrived. */
  #incoming = 0

  constructor(most: number) {
    this.#most = most
  }

  /** Refuses where so many more do not fit. */
  check(bytes = 0): void {
    if (this.#taken + bytes > this.#most) throw new UploadError("full")
  }

  /** Keeps room for so many, where there is any, until what is returned is called. */
  hold(bytes: number): () => void {
    this.check(this.#incoming + bytes)
    this.#incoming += bytes
    return () => {
      this.#incoming -= bytes
    }
  }

  fill(bytes: number): void {
    this.#taken += bytes
  }

  free(bytes: number): void {
    this.#taken = Math.max(0, this.#taken - bytes)
  }

  /** What the store itself has counted. */
  count(bytes: number): void {
    this.#taken = bytes
  }
}
