/** Whether a browser that follows this URL would run what it holds. `tag` is the element that it stands on. */
export function runsCode(url: string, tag: string): boolean {
  const bare = url.replace(ignored, "").toLowerCase()
  if (scripts.test(bare)) return true
  const type = dataType.exec(bare)?.[1]
  if (type === undefined) return false
  return documents.test(type) || (type === "image/svg+xml" && !images.has(tag))
}

/** Whether a style loads a URL that runs code. Escapes are taken out first: `\6a avascript:` is the same to CSS. */
export function styleRunsCode(style: string): boolean {
  const plain = style.replace(comments, "").replace(cssEscapes, unescaped)
  return [...plain.matchAll(styleUrls)].some(([, url = ""]) => runsCode(url, "img"))
}

/** Browsers drop tabs and line breaks anywhere and other controls in front (https://url.spec.whatwg.org/#concept-basic-url-parser); all of them are dropped here. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const ignored = /[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028\u2029\ufeff]/g
const scripts = /^(?:javascript|vbscript|livescript|view-source):/
const dataType = /^data:([^;,]*)/
/** Types that become a document with scripts, or a script. */
const documents = /html|script|^(?:text|application)\/(?:[\w.-]+\+)?xml$|^application\/.*\+xml$/
/** An SVG that is an image runs nothing. */
const images = new Set(["img", "image", "source", "link", "input", "video"])

const comments = /\/\*.*?\*\//gs
const cssEscapes = /\\([0-9a-f]{1,6}\s?|.)/gi
const styleUrls = /url\(\s*["']?([^)]*)/gi

function unescaped(_: string, escaped: string): string {
  const code = Number.parseInt(escaped, 16)
  if (Number.isNaN(code)) return escaped
  return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd"
}
