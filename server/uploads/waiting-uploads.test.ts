import { expect, it } from "vitest"

import { WaitingUploads } from "./waiting-uploads.ts"

it("knows the waiting files of a session, and nothing of one that has none", () => {
  const waiting = new WaitingUploads()
  for (const id of ["a", "b"]) waiting.add(id, { session: "ann", room: "page", field: id })
  waiting.add("c", { session: "bob", room: "page", field: "c" })
  waiting.delete("a")
  waiting.delete("a")
  waiting.delete("unknown")
  expect(waiting.ofSession("ann")).toEqual([{ room: "page", field: "b" }])
  expect([...waiting.ids]).toEqual(["b", "c"])
  waiting.delete("b")
  expect([waiting.ofSession("ann"), waiting.ofSession("constructor")]).toEqual([[], []])
})
