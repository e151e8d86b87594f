import { vi } from "vitest"

/** Milliseconds in which what a test waits for must have come: vitest's own second is too few on a machine that does something else as well. */
export const patience = 10_000

const { waitFor, waitUntil } = vi
vi.waitFor = (callback, options) => waitFor(callback, withPatience(options))
vi.waitUntil = (callback, options) => waitUntil(callback, withPatience(options))

/** @param {Parameters<typeof waitFor>[1]} options */
function withPatience(options) {
  return typeof options === "number" ? options : { timeout: patience, ...options }
}
