import { describe, expect, it } from "vitest"

import { parseAuth, parseMessage } from "./message.ts"

const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) })

describe("parseMessage", () => {
  it("accepts an event", () => {
    const message = { n: 1, f: "add", d: { by: "1" }, m: { name: "" }, l: "en", t: "click", u: "/a?b=1" }
    expect(parseMessage(message)).toEqual({ value: message })
  })

  it("accepts a request for what was missed", () => {
    expect(parseMessage({ r: { "*": "abc:1", "": null } })).toEqual({ value: { r: { "*": "abc:1", "": null } } })
  })

  it.each([
    [undefined, "expected an object, got undefined"],
    [[1], "expected an object, got an array"],
    ["x", "expected an object, got string"],
    [{}, "expected n (a number)"],
    [{ n: 0, f: "a" }, "expected n to be a number from 1"],
    [{ n: 1, f: {} }, "expected f to be the name of a handler, got object"],
    [{ n: 1, f: "a", d: "x" }, "expected d to be an object, got string"],
    [{ n: 1, f: "a", m: [] }, "expected m to be an object, got an array"],
    [{ n: 1, f: "a", u: "//evil" }, "expected u to be a path"],
    [{ n: 1, f: "a", u: "/\\evil" }, "expected u to be a path"],
    [{ n: 1, f: "a", u: "https://evil" }, "expected u to be a path"],
    [{ n: 1, f: "a", q: 1 }, 'got an unknown field "q"'],
    [{ n: 1, f: "a", d: { file: new Uint8Array(1) } }, "got bytes"],
    [{ n: 1, f: "a", d: { file: Buffer.from("") } }, "got bytes"],
    [{ n: 1, f: "a", d: nested(20) }, "got more than 16 levels"],
    [{ n: 1, f: "a", d: nested(100_000 / 50) }, "got more than 16 levels"],
    [{ n: 1, f: "a", d: Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [index, 0])) }, "got more than 1000 keys"],
    [{ r: { "*": 1 } }, "expected r to be positions by room"],
    [JSON.parse('{"__proto__":{"n":1},"f":"a"}'), "got an unknown field"],
  ])("refuses %j", (message, wrong) => {
    expect(parseMessage(message).wrong).toContain(wrong)
  })
})

describe("parseAuth", () => {
  const auth = { token: "t", document: "d", heads: {}, shown: ["s", 0], url: "/" }

  it("accepts what the browser sends", () => {
    expect(parseAuth({ ...auth, lang: "en" })).toEqual({ ...auth, lang: "en" })
  })

  it.each([
    undefined,
    null,
    [],
    "x",
    {},
    { ...auth, token: 1 },
    { ...auth, document: "" },
    { ...auth, heads: [] },
    { ...auth, shown: "s" },
    { ...auth, url: "//evil" },
    { ...auth, token: "x".repeat(300) },
  ])("refuses %j", (value) => {
    expect(parseAuth(value)).toBeUndefined()
  })
})
