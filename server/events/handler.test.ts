import { describe, expect, it } from "vitest"
import { z } from "zod"

import type { Fields } from "./handler.ts"
import { handler } from "./handler.ts"

describe("handler", () => {
  it("types data and form by their schemas, and as fields without", () => {
    handler("typed", { data: z.object({ by: z.coerce.number<number>() }) }, ({ data, form }) => {
      const by: number = data.by
      const fields: Fields = form
      // @ts-expect-error a number is no text
      const text: string = data.by
      return void [by, fields, text]
    })
  })

  it.each([
    [() => handler("", () => null), 'expected a name as its first argument, got ""'],
    // @ts-expect-error no function
    [() => handler("a"), 'handler("a") expected a function as its last argument, got undefined'],
    // @ts-expect-error unknown option
    [() => handler("a", { schema: z.string() }, () => null), 'handler("a") has no option "schema". Expected one of data, form'],
    [
      // @ts-expect-error no schema
      () => handler("a", { data: { by: "number" } }, () => null),
      'expected a Standard Schema (zod, valibot, arktype) as its option "data", got object',
    ],
    [() => handler("a", { timeout: 0 }, () => null), "expected a timeout in milliseconds, got 0"],
    [
      // @ts-expect-error no state
      () => handler("a", { state: { count: 0 } }, () => null),
      'handler("a") expected what state() returns as its option "state", got object',
    ],
    // @ts-expect-error no seconds
    [() => handler("a", { limit: { events: 5 } }, () => null), 'as its option "limit", got {"events":5}'],
    // @ts-expect-error no function
    [() => handler("a", { invalid: "no" }, () => null), 'handler("a") expected a function as its option "invalid", got string'],
  ])("refuses what cannot work", (declare, message) => {
    expect(declare).toThrow(message)
  })
})
