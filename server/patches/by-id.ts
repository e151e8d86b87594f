import { AuthorError } from "../errors.ts"

/** The selector of the element with this id, whatever characters the id has: `<Remove target={byId(user.id)} />`. */
export function byId(id: string | number): string {
  const text = String(id)
  if ((typeof id !== "string" && typeof id !== "number") || text === "")
    throw new AuthorError(`byId() expected an id, got ${JSON.stringify(id) ?? typeof id}.`)
  return text === "-" ? "#\\-" : `#${Array.from(text, (character, index) => escaped(character, index, text)).join("")}`
}

/** https://drafts.csswg.org/cssom/#serialize-an-identifier, which browsers have as `CSS.escape`. */
function escaped(character: string, index: number, text: string): string {
  if (character === "\0") return "\ufffd"
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[\u0001-\u001f\u007f]/.test(character)) return asCode(character)
  if (/\d/.test(character) && (index === 0 || (index === 1 && text.startsWith("-")))) return asCode(character)
  return /[\w\-\u0080-\uffff]/.test(character) ? character : `\\${character}`
}

function asCode(character: string): string {
  return `\\${character.charCodeAt(0).toString(16)} `
}
