/** The part of a Trusted Types policy that we use; where the browser has none, markup is a plain string. */
interface MarkupPolicy {
  createHTML(html: string): string
}

declare global {
  interface Window {
    trustedTypes?: { createPolicy(name: string, rules: MarkupPolicy): MarkupPolicy }
  }
}

const svg = "http://www.w3.org/2000/svg"
let policy: MarkupPolicy | undefined

/** Markup as nodes that live in no page yet: rows and options parse without their table, scripts never run. */
export function parseFragment(html: string, context?: Node | null): DocumentFragment {
  const template = document.createElement("template")
  const drawing = context instanceof Element && context.namespaceURI === svg && context.localName !== "foreignObject"
  template.innerHTML = trusted(drawing ? `<svg>${html}</svg>` : html)
  if (drawing) template.content.replaceChildren(...(template.content.firstChild?.childNodes ?? []))
  return template.content
}

/** The markup of a whole document, or of a body alone. */
export function parseDocument(html: string): Document {
  return new DOMParser().parseFromString(trusted(withNonce(html)), "text/html")
}

/** Already where it is parsed, browsers complain of a style with another nonce than the page's own. */
function withNonce(html: string): string {
  const nonce = document.querySelector<HTMLElement>("[nonce]")?.nonce
  return nonce ? html.replace(/(<style\b[^>]* nonce=")[^"]*/g, `$1${nonce}`) : html
}

function trusted(html: string): string {
  policy ??= window.trustedTypes?.createPolicy("livetsx", { createHTML: (markup) => markup }) ?? { createHTML: (markup) => markup }
  return policy.createHTML(html)
}
