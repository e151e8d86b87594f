import { describe, expect, it } from "vitest"
import { z } from "zod"

import { field } from "./field.tsx"
import { Upload } from "../uploads/upload.ts"
import type { fileSchemas } from "./file-schemas.ts"
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

  it("knows that an instance of Upload or File is a file, where the schema says nothing else of it", () => {
    const upload = z.instanceof(Upload)
    const save = handler(
      "uploads",
      {
        form: z.object({
          one: upload,
          some: z.array(upload).min(1).max(2),
          maybe: upload.optional(),
          small: upload.refine(({ size }) => size < 3),
          any: z.instanceof(File).describe("Any").nullish(),
          day: z.date(),
        }),
      },
      () => null,
    )
    expect(field(save, "one")).toEqual({ name: "one", required: true, type: "file", "aria-describedby": "error-uploads-one" })
    expect(field(save, "some")).toMatchObject({ type: "file", required: true, multiple: true, "data-liveview-max-count": 2 })
    for (const name of ["maybe", "small", "any"] as const) expect(field(save, name)).toMatchObject({ type: "file" })
    expect(field(save, "maybe")).not.toHaveProperty("required")
    expect(field(save, "day")).not.toHaveProperty("type")
  })

  it.each([
    ["valibot", ({ overrideSchema }: typeof fileSchemas) => overrideSchema({ valibotSchema: { type: "instance", class: Upload } })],
    ["valibot's file()", ({ overrideSchema }: typeof fileSchemas) => overrideSchema({ valibotSchema: { type: "file" } })],
    ["arktype", ({ fallback }: typeof fileSchemas) => fallback.proto({ proto: Upload, base: {} })],
  ])("knows it of %s too", (vendor, schemaOf) => {
    const input = ({ libraryOptions }: { libraryOptions: typeof fileSchemas }) => ({
      properties: { one: schemaOf(libraryOptions) },
      required: ["one"],
    })
    const form = { "~standard": { ...z.object({ one: z.unknown() })["~standard"], vendor, jsonSchema: { input } } }
    expect(
      field(
        handler(vendor, { form }, () => null),
        "one",
      ),
    ).toMatchObject({ type: "file", required: true })
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

  it("gives times the control whose value the schema takes", () => {
    const form = z.object({
      zoned: z.iso.datetime(),
      local: z.iso.datetime({ local: true }),
      exact: z.iso.datetime({ local: true, precision: 0 }),
      at: z.iso.time(),
      score: z.string().regex(/^\d\d:\d\d$/),
    })
    const save = handler("times", { form }, () => null)
    const types = Object.fromEntries((["zoned", "local", "exact", "at", "score"] as const).map((name) => [name, field(save, name).type]))
    expect(types).toEqual({ zoned: undefined, local: "datetime-local", exact: undefined, at: "time", score: undefined })
    expect(form.shape.local.safeParse("2026-11-22T10:30").success).toBe(true)
  })

  it("does not ask for more than the schema does", () => {
    expect(field(signUp, "nickname")).toEqual({ name: "nickname", "aria-describedby": "error-sign-up-nickname" })
    expect(field(signUp, "news")).not.toHaveProperty("required")
  })

  it("refuses nothing in the browser that the schema takes", () => {
    const loose = z.object({
      either: z.email().or(z.literal("")),
      contact: z.union([z.email(), z.e164()]),
      any: z.unknown(),
      caught: z.string().min(2).catch("none"),
      code: z.string().regex(/^[a-z]{2}$/i),
      part: z.string().regex(/b+/),
      even: z.coerce.number<string>().min(1).multipleOf(2),
      hundredth: z.coerce.number<string>().min(0.07).multipleOf(0.01),
      from: z.coerce.number<string>().int().min(0.5).max(9.5),
      between: z.coerce.number<string>().int().gt(0.5).lt(9.5),
      time: z.coerce.number<string>().multipleOf(1).min(1_234_567_890_127),
    })
    const save = handler("loose", { form: loose }, () => null)
    const attributes = (name: keyof z.input<typeof loose>) => {
      const { name: _name, "aria-describedby": _described, ...rest } = field(save, name)
      return rest
    }
    expect(attributes("either")).toEqual({ type: "email" })
    expect(attributes("contact")).toEqual({ required: true })
    expect([attributes("any"), attributes("caught")]).toEqual([{}, { minlength: 2 }])
    expect(attributes("code")).toEqual({ required: true })
    expect(attributes("part")).toEqual({ required: true, pattern: ".*(?:b+).*" })
    expect(attributes("even")).toEqual({ required: true, type: "number", min: 2, step: 2 })
    expect(attributes("hundredth")).toEqual({ required: true, type: "number", min: 0.07, step: 0.01 })
    expect(attributes("from")).toEqual({ required: true, type: "number", min: 1, max: 9.5, step: 1 })
    expect(attributes("between")).toEqual({ required: true, type: "number", min: 1, max: 9, step: 1 })
    expect(attributes("time")).toMatchObject({ min: 1_234_567_890_127 })
  })

  it("asks for no field because of a rule about several", () => {
    const reachable = z
      .object({ phone: z.string(), mail: z.email().optional(), note: z.string().optional() })
      .refine(({ phone, mail }) => phone || mail, { path: ["phone"] })
      .refine(({ phone, mail }) => phone || mail, { path: ["mail"] })
    const save = handler("reachable", { form: reachable }, () => null)
    expect([field(save, "phone"), field(save, "mail")].map(({ required }) => required)).toEqual([undefined, undefined])
    const own = handler("own", { form: z.object({ note: z.string().refine((text) => text !== "") }) }, () => null)
    expect(field(own, "note").required).toBe(true)
  })

  it("refuses what the schema refuses, where HTML can say it", () => {
    const strict = z.object({
      terms: z.literal("on"),
      size: z.enum(["s", "m"]),
      over: z.coerce.number<string>().int().gt(3).lt(10),
      below: z.coerce.number<string>().lt(3),
      born: z.coerce.date<string>(),
    })
    const save = handler("strict", { form: strict }, () => null)
    expect([field(save, "terms").required, field(save, "size").required, field(save, "born").required]).toEqual([true, true, true])
    expect(field(save, "over")).toMatchObject({ min: 4, max: 9 })
    expect(field(save, "below")).toMatchObject({ max: 3 })
  })

  it("asks nothing of rules that throw, or answer later", () => {
    const rules = z.object({
      json: z
        .string()
        .min(1)
        .refine((text) => JSON.parse(text)),
      name: z
        .string()
        .min(1)
        .refine(async (name) => name !== "taken"),
    })
    const save = handler("rules", { form: rules }, () => null)
    expect([field(save, "json"), field(save, "name")]).toMatchObject([{ required: true }, { required: true }])
  })

  it("refuses names that the form does not have, also by tsc", () => {
    // @ts-expect-error no such field
    expect(() => field(signUp, "mail")).toThrow('field(sign:up, "mail") expected one of name, email')
    // @ts-expect-error no form at all
    expect(() => field(noForm, "name")).toThrow('expected a handler with the option "form"')
  })

  it("asks schemas that cannot tell what they expect whether a field must be filled in", () => {
    // A library's schema without JSON Schema, as valibot's are.
    const { validate } = z.object({ name: z.string().min(1), note: z.string(), mail: z.email().optional(), tags: z.array(z.string()) })[
      "~standard"
    ]
    const save = handler("save", { form: { "~standard": { version: 1, vendor: "harbour", validate } } as typeof form }, () => null)
    const fields = ["name", "note", "mail", "tags"].map((name) => field(save, name as "name"))
    expect(fields).toEqual([
      { name: "name", required: true, "aria-describedby": "error-save-name" },
      { name: "note", "aria-describedby": "error-save-note" },
      { name: "mail", "aria-describedby": "error-save-mail" },
      { name: "tags", "aria-describedby": "error-save-tags" },
    ])
  })

  it("asks schemas that are a choice of several, too", () => {
    const either = z.union([
      z.object({ kind: z.literal("a"), name: z.string().min(1) }),
      z.object({ kind: z.literal("b"), name: z.string().min(1) }),
    ])
    const choose = handler("choose", { form: either }, () => null)
    expect(field(choose, "name")).toEqual({ name: "name", "aria-describedby": "error-choose-name" })
  })

  it("spreads into input, select and textarea", () => {
    const elements = [<input {...field(signUp, "email")} />, <textarea {...field(signUp, "name")} />, <select {...field(signUp, "tags")} />]
    expect(elements).toHaveLength(3)
  })
})
