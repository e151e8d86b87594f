/**
 * A pattern of JSON Schema, which may match anywhere, as the attribute `pattern`, which has to match all of the text.
 * https://html.spec.whatwg.org/#the-pattern-attribute
 */
export function textPattern(pattern: string): string {
  const isWhole = pattern.startsWith("^") && /(?<!\\)(?:\\\\)*\$$/.test(pattern) && !hasChoice(pattern)
  return isWhole ? pattern.slice(1, -1) : `.*(?:${pattern}).*`
}

/** Whether `|` stands outside of all groups: then `^` and `$` belong to one side each. */
function hasChoice(pattern: string): boolean {
  let outside = pattern.replace(/\\./g, "").replace(/\[[^\]]*\]/g, "")
  for (let before = ""; before !== outside; ) {
    before = outside
    outside = outside.replace(/\([^()]*\)/g, "")
  }
  return outside.includes("|")
}

interface ZodSchema {
  _zod: { def?: { checks?: { _zod: { def: { pattern?: RegExp } } }[] } }
}

/** JSON Schema has no flags: a pattern that ignores case, say, would refuse what the schema takes. */
export function leaveOutFlagged({ zodSchema, jsonSchema }: { zodSchema: ZodSchema; jsonSchema: { pattern?: string } }): void {
  const patterns = zodSchema._zod.def?.checks?.map((check) => check._zod.def.pattern) ?? []
  if (patterns.some((pattern) => pattern && /[ims]/.test(pattern.flags))) delete jsonSchema.pattern
}
