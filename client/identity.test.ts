// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest"

import type { PageConfig } from "../server/protocol.ts"
import { createIdentity } from "./identity.ts"

const config: PageConfig = { path: "/", heads: {}, shown: "d", reconnection: { delay: 1, max: 1, factor: 1, jitter: 0 }, texts: {} }
const nameOf = (token = "room.signature") => createIdentity(config, token).auth({}).document

// Browsers have it on https alone.
beforeEach(() => void vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) }))
afterEach(() => void vi.unstubAllGlobals())

it("gives every document a name of its own, on plain http too, that nobody can guess", () => {
  vi.spyOn(Math, "random").mockReturnValue(0)
  const names = new Set(Array.from({ length: 100 }, () => nameOf()))
  expect(names.size).toBe(100)
  for (const name of names) expect(name.length).toBeGreaterThanOrEqual(12)
})

it("takes the room from the document alone, whatever the browser has kept", () => {
  localStorage.setItem("room", "somebody else's")
  expect(createIdentity(config, "mine.signature").auth({}).token).toBe("mine.signature")
  localStorage.clear()
})
