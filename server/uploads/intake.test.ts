import { Readable, Writable } from "node:stream"
import { pipeline } from "node:stream/promises"

import { describe, expect, it } from "vitest"

import { Intake } from "./intake.ts"

async function* endless() {
  yield "a"
  await new Promise(() => undefined)
}

describe("what is taken in", () => {
  it("ends where nothing more comes", async () => {
    const intake = new Intake(10, 20, () => undefined)
    await expect(pipeline(Readable.from(endless()), intake, new Writable({ write: (_chunk, _encoding, done) => done() }))).rejects.toThrow(
      "stalled",
    )
    expect(intake.passed).toBe(1)
  })

  it("is never more than was expected", async () => {
    await expect(
      pipeline(
        Readable.from(["ab", "cd"]),
        new Intake(3, 1_000, () => undefined),
        new Writable({ write: (_chunk, _encoding, done) => done() }),
      ),
    ).rejects.toThrow("too_large")
  })
})
