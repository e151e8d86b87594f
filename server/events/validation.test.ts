import { describe, expect, it } from "vitest"
import { z } from "zod"

import type { Schema } from "./handler.ts"
import { validateForm } from "./validation.ts"

const visit = z.object({
  name: z.string().min(3, "3 letters or more."),
  mail: z.email("No address.").optional(),
  age: z.coerce.number<string>().min(18, "From 18 years.").optional(),
  site: z.url().default("https://harbour.example"),
})

describe("A form's schema", () => {
  it("takes fields that were left empty for absent, where it refuses them so and does without them", async () => {
    const { value } = await validateForm(visit, { name: "Ann", mail: "", age: "", site: "" })
    expect(value).toEqual({ name: "Ann", site: "https://harbour.example" })
  })

  it("keeps the empty text where it takes it", async () => {
    const { value } = await validateForm(z.object({ note: z.string().optional() }), { note: "" })
    expect(value).toEqual({ note: "" })
  })

  it("says of a required field that is empty what it says of an empty text, and nothing of the others", async () => {
    const { errors } = await validateForm(visit, { name: "", mail: "", age: "" })
    expect(errors).toEqual({ name: ["3 letters or more."] })
  })

  it("refuses what is filled in wrongly", async () => {
    const { errors } = await validateForm(visit, { name: "Ann", mail: "a", age: "" })
    expect(errors).toEqual({ mail: ["No address."] })
  })

  it("says what it finds once the empty fields are gone", async () => {
    const pair = visit.refine(({ mail, age }) => mail !== undefined || age !== undefined, "An address or an age.")
    expect(await validateForm(pair, { name: "Ann", mail: "", age: "" })).toEqual({ errors: { "": ["An address or an age."] } })
  })

  it("may be of any library", async () => {
    const schema: Schema = {
      "~standard": {
        version: 1,
        vendor: "harbour",
        validate: (value) => (Object.hasOwn(Object(value), "code") ? { issues: [{ message: "No code.", path: ["code"] }] } : { value }),
      },
    }
    expect(await validateForm(schema, { code: "", other: "" })).toEqual({ value: { other: "" } })
    expect(await validateForm(schema, { code: "x", other: "" })).toEqual({ errors: { code: ["No code."] } })
  })
})
