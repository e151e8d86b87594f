/**
 * A pattern of JSON Schema, which may match anywhere, as the attribute `pattern`, which has to match all of the text; undefined where
 * browsers could not read it. https://html.spec.whatwg.org/#the-pattern-attribute
 */
export function textPattern(pattern: string): string | undefined {
  const isWhole = pattern.startsWith("^") && /(?<!\\)(?:\\\\)*\$$/.test(pattern) && !hasChoice(pattern)
  const text = escaped(isWhole ? pattern.slice(1, -1) : `.*(?:${pattern}).*`)
  return isReadable(text) ? text : undefined
}

/** Browsers read it with the flag `v`: in a class more has to be escaped, and nowhere may be what needs not. */
function escaped(pattern: string): string {
  return pattern.replace(/\\.|\[(\^?)((?:\\.|[^\]\\])*)\]/gs, (part, not?: string, signs?: string) =>
    signs === undefined ? part.replace(/^\\([-\s_"'`~!@#%&=:;,<>])$/, "$1") : `[${not}${signs.replace(inClass, escapedInClass)}]`,
  )
}

/** A named class, a range, or one sign. */
const inClass = /\\[pPu]\{[^}]*\}|(\\[^dDsSwWpP]|[^\\])-(\\[^dDsSwWpP]|[^\\])|\\.|./gsu

function escapedInClass(part: string, from?: string, to?: string): string {
  if (from && to) return `${escapedInClass(from)}-${escapedInClass(to)}`
  return /^[()[\]{}/|-]$/.test(part) ? `\\${part}` : part.replace(/^\\([\s_"'])$/, "$1")
}

function isReadable(pattern: string): boolean {
  try {
    new RegExp(pattern, "v")
    return true
  } catch {
    return false
  }
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
