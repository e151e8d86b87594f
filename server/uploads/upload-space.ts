import { UploadError } from "./upload-refusal.ts"

/** The bytes that the files of all visitors take while they wait, of those that they may take together. */
export class UploadSpace {
  readonly #most: number
  #taken = 0
  /** Of forms that have not arrived as a whole. */
  #incoming = 0

  constructor(most: number) {
    this.#most = most
  }

  /** Refuses where so many more do not fit. */
  check(bytes = 0): void {
    if (this.#taken + bytes > this.#most) throw new UploadError("full")
  }

  /** Room for a form of so many bytes, where there is any. It is taken as they come: a form may never send what it says. */
  hold(bytes: number): FormSpace {
    this.check(this.#incoming + bytes)
    let held = 0
    return {
      take: (more) => {
        this.check(this.#incoming + more)
        this.#incoming += more
        held += more
      },
      release: () => {
        this.#incoming -= held
      },
    }
  }

  /** So many more have come; refuses where they do not fit. */
  take(bytes: number): void {
    this.check(bytes)
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

/** The room that one form takes while it arrives. */
export interface FormSpace {
  /** Refuses where so many more do not fit. */
  take(bytes: number): void
  /** Once: the form has arrived, or does not come. */
  release(): void
}
