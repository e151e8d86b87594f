import { describe, expect, it } from "vitest"
import { z } from "zod"

import { field } from "./field.tsx"
import { handler } from "./handler.ts"

const form = z.object({
  name: z.string().min(3).max(20),
  email: z.email(),
  nickname: z.string().optional(),
  age: z.coerce.number<number>().int().min(18).max(130),
  price: z.number().positive(),
  website: z.url(),
  born: z.iso.date(),
  news: z.boolean(),
  tags: z.array(z.string()),
})
const signUp = handler("sign:up", { form }, () => null)
const noForm = handler("plain", () => null)

describe("field", () => {
  it("reads kind, size and number of files", () => {
    const picture = z.file().max(2_000_000).mime(["image/png", "image/jpeg"])
    const save = handler(
      "pictures",
      { form: z.object({ one: picture, some: z.array(picture).min(1).max(4), any: z.file().optional() }) },
      () => null,
    )
    const limits = { type: "file", accept: "image/png,image/jpeg", "data-liveview-max-size": 2_000_000 }
    expect(field(save, "one")).toEqual({ name: "one", required: true, ...limits, "aria-describedby": "error-pictures-one" })
    expect(field(save, "some")).toMatchObject({ required: true, multiple: true, "data-liveview-max-count": 4, ...limits })
    expect(field(save, "any")).toEqual({ name: "any", type: "file", "aria-describedby": "error-pictures-any" })
  })

  it("reads the attributes of an input from the schema", () => {
    expect(field(signUp, "name")).toEqual({
      name: "name",
      required: true,
      minlength: 3,
      maxlength: 20,
      "aria-describedby": "error-sign-up-name",
    })
    expect(field(signUp, "email")).toMatchObject({ type: "email", required: true })
    expect(field(signUp, "age")).toMatchObject({ type: "number", min: 18, max: 130, step: 1, required: true })
    expect(field(signUp, "price")).toMatchObject({ type: "number", min: 0, step: "any" })
    expect(field(signUp, "website")).toMatchObject({ type: "url" })
    expect(field(signUp, "born")).toMatchObject({ type: "date" })
    expect(field(signUp, "tags")).toMatchObject({ multiple: true })
  })

  it("does not ask for more than the schema does", () => {
    expect(field(signUp, "nickname")).toEqual({ name: "nickname", "aria-describedby": "error-sign-up-nickname" })
    expect(field(signUp, "news")).not.toHaveProperty("required")
  })

  it("refuses names that the form does not have, also by tsc", () => {
    // @ts-expect-error no such field
    expect(() => field(signUp, "mail")).toThrow('field(sign:up, "mail") expected one of name, email')
    // @ts-expect-error no form at all
    expect(() => field(noForm, "name")).toThrow('expected a handler with the option "form"')
  })

  it("spreads into input, select and textarea", () => {
    const elements = [<input {...field(signUp, "email")} />, <textarea {...field(signUp, "name")} />, <select {...field(signUp, "tags")} />]
    expect(elements).toHaveLength(3)
  })
})
