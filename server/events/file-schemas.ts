/** What JSON Schema says of a file, as `z.file()` writes it. */
const file = { type: "string", format: "binary" }

interface ZodSchema {
  _zod: { bag?: { Class?: unknown }; parent?: ZodSchema }
}

/**
 * JSON Schema knows no classes, and each library says nothing of them, or throws. In its own way of being told more, each is told
 * that an instance of `Upload` or `File` is a file, and to say nothing of what it cannot express.
 */
export const fileSchemas = {
  // zod: one that was refined or described is a copy, and its parent says what it is of.
  unrepresentable: "any",
  override: ({ zodSchema, jsonSchema }: { zodSchema: ZodSchema; jsonSchema: object }): void => {
    for (let schema: ZodSchema | undefined = zodSchema; schema; schema = schema._zod.parent)
      if (isFileClass(schema._zod.bag?.Class)) Object.assign(jsonSchema, file)
  },
  // valibot
  errorMode: "ignore",
  overrideSchema: ({ valibotSchema }: { valibotSchema: { type: string; class?: unknown } }): object | undefined =>
    valibotSchema.type === "file" || isFileClass(valibotSchema.class) ? file : undefined,
  // arktype
  fallback: {
    proto: ({ proto, base }: { proto: unknown; base: object }): object => (isFileClass(proto) ? file : base),
    default: ({ base }: { base: object }): object => base,
  },
}

function isFileClass(value: unknown): boolean {
  return typeof value === "function" && (value === File || value.prototype instanceof File)
}
