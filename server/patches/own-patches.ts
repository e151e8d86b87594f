import type { Patch } from "../protocol.ts"

/** What `next()` gives a middleware: patches for the event's own page, rendered already, not to be looked into. */
export class OwnPatches {
  readonly patches: Patch[]

  constructor(patches: Patch[]) {
    this.patches = patches
  }
}
