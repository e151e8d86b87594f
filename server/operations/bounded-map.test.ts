import { describe, expect, it } from "vitest"

import { BoundedMap } from "./bounded-map.ts"

describe("a bounded map", () => {
  it("forgets what has expired, by itself when something is written", () => {
    let time = 0
    const map = new BoundedMap<string>({ count: 10, now: () => time })
    map.set("short", "a", 10)
    map.set("long", "b", 100)
    time = 10
    expect(map.get("short")).toBeUndefined()
    expect(map.get("long")).toBe("b")
    map.set("other", "c", 10)
    time = 100
    map.set("last", "d", 10)
    expect(map.size).toBe(1)
  })

  it("holds as many as it may, and drops what was used least recently", () => {
    const map = new BoundedMap<number>({ count: 2 })
    map.set("a", 1, 1_000)
    map.set("b", 2, 1_000)
    map.get("a")
    map.set("c", 3, 1_000)
    expect(map.entries().map(([key]) => key)).toEqual(["a", "c"])
  })

  it("holds as many bytes as it may, and nothing that is larger by itself", () => {
    const map = new BoundedMap<number>({ count: 100, bytes: 10 })
    map.set("a", 1, 1_000, 6)
    map.set("a", 1, 1_000, 4)
    map.set("b", 2, 1_000, 6)
    expect([map.size, map.bytes]).toEqual([2, 10])
    map.set("c", 3, 1_000, 1)
    expect([map.size, map.bytes]).toEqual([2, 7])
    map.set("large", 4, 1_000, 11)
    expect([map.size, map.bytes]).toEqual([0, 0])
  })

  it("counts bytes down when something is deleted or all is cleared", () => {
    const map = new BoundedMap<number>({ count: 100, bytes: 10 })
    map.set("a", 1, 1_000, 6)
    expect(map.delete("a")).toBe(true)
    expect(map.delete("a")).toBe(false)
    expect(map.bytes).toBe(0)
    map.set("b", 1, 1_000, 6)
    map.clear()
    expect([map.size, map.bytes]).toEqual([0, 0])
  })

  it("tells what it forgets, not what was taken out or replaced", () => {
    let time = 0
    const forgotten: string[] = []
    const map = new BoundedMap<string>({ count: 2, now: () => time }, (key, value) => forgotten.push(`${key}=${value}`))
    map.set("a", "1", 10)
    map.set("a", "2", 10)
    map.set("b", "1", 10)
    map.delete("b")
    expect(forgotten).toEqual([])
    map.set("c", "1", 100)
    map.set("d", "1", 10)
    expect(forgotten).toEqual(["a=2"])
    time = 10
    expect(map.peek("d")).toBeUndefined()
    time = 100
    map.tidy()
    expect(forgotten).toEqual(["a=2", "d=1", "c=1"])
    expect(map.entries()).toEqual([])
  })

  it("does not count looking at an entry as a use", () => {
    const map = new BoundedMap<number>({ count: 2 })
    map.set("a", 1, 1_000)
    map.set("b", 2, 1_000)
    expect(map.peek("a")).toBe(1)
    map.set("c", 3, 1_000)
    expect(map.entries().map(([key]) => key)).toEqual(["b", "c"])
  })

  it("stays in order whatever is taken out of it", () => {
    const map = new BoundedMap<number>({ count: 4 })
    const order = () =>
      map
        .entries()
        .map(([key]) => key)
        .join("")
    for (const key of "abcd") map.set(key, 0, 1_000)
    map.get("b")
    expect(order()).toBe("acdb")
    map.delete("a")
    map.delete("b")
    expect(order()).toBe("cd")
    map.get("d")
    map.delete("c")
    map.delete("d")
    map.set("e", 0, 1_000)
    map.set("f", 0, 1_000)
    map.get("e")
    expect(order()).toBe("fe")
  })
})
