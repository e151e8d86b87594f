import { describe, expect, it } from "vitest"

import { stateJson } from "./state.ts"

const itself: { rows: unknown[] } = { rows: [] }
itself.rows.push(itself)
const row = { id: 1 }

describe("Page state", () => {
  it.each([
    [undefined, "undefined"],
    [{ when: new Date(0) }, "a Date at when"],
    [{ open: new Set([1]) }, "a Set at open"],
    [{ rows: [{ by: new Map() }] }, "a Map at rows.0.by"],
    [{ total: 1n }, "a bigint at total"],
    [{ rows: [{ total: Number.NaN }] }, "NaN at rows.0.total"],
    [Number.POSITIVE_INFINITY, "Infinity"],
    [{ points: new Float32Array(2) }, "a Float32Array at points"],
    [{ file: Buffer.from("x") }, "a Buffer at file"],
    [{ rows: [1, undefined] }, "undefined at rows.1"],
    [{ rows: new Array(2) }, "undefined at rows.0"],
    [{ at: new URL("http://localhost") }, "a URL at at"],
    [{ failed: new Error("no") }, "an Error at failed"],
    [{ rows: [() => 1] }, "a function at rows.0"],
    [itself, "an object that holds itself at rows.0"],
  ])("is JSON, which %o is not", (value, got) => {
    expect(() => stateJson("view", value)).toThrow(`State "view" expected JSON, got ${got}.`)
  })

  it.each([
    [{ a: [1, "x", null, true, { b: undefined }] }],
    [null],
    [0],
    [[row, row]],
    [Object.create(null, { a: { value: 1, enumerable: true } })],
    [Object.assign(Object.create({ save: () => "of its class" }), { id: 1 })],
    [Object.assign(Object.create({ toJSON: () => ({ id: 1 }) }), { id: 1 })],
  ])("is what comes back as it was: %o", (value) => {
    expect(JSON.parse(stateJson("view", value))).toEqual(JSON.parse(JSON.stringify(value)))
  })

  it("has at most 64 KB", () => {
    expect(() => stateJson("view", "x".repeat(65_535))).toThrow('State "view" expected at most 65536 bytes of JSON, got 65537.')
  })
})
