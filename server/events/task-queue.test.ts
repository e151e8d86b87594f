import { describe, expect, it } from "vitest"

import { RefusalError } from "../errors.ts"
import { queueLimit, TaskQueue } from "./task-queue.ts"

describe("TaskQueue", () => {
  it("runs one at a time, in order, whatever becomes of the one before", async () => {
    const queue = new TaskQueue()
    const seen: string[] = []
    const first = queue.run(async () => {
      seen.push("first starts")
      await Promise.resolve()
      seen.push("first ends")
      throw new Error("no")
    })
    const second = queue.run(async () => void seen.push("second"))
    await expect(first).rejects.toThrow("no")
    await second
    expect(seen).toEqual(["first starts", "first ends", "second"])
    expect(queue.length).toBe(0)
  })

  it("refuses as busy where too many wait", async () => {
    const queue = new TaskQueue()
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const waiting = Array.from({ length: queueLimit }, () => queue.run(() => held))
    await expect(queue.run(async () => undefined)).rejects.toBeInstanceOf(RefusalError)
    release()
    await Promise.all(waiting)
    await queue.idle()
    await expect(queue.run(async () => "again")).resolves.toBe("again")
  })
})
