const entities: Record<string, string> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&apos;": "'",
  "&#x27;": "'",
  "&nbsp;": "\u00a0",
}

/** Text as the browser has it, or undefined where the markup holds an entity that this does not know. */
export function decodedText(markup: string): string | undefined {
  if (!markup.includes("&")) return markup
  let known = true
  const text = markup.replace(/&(?:#?\w+;|)/g, (entity) => entities[entity] ?? unknown())
  return known ? text : undefined

  function unknown(): string {
    known = false
    return ""
  }
}

/** A value as it stands between double quotes. `<` is written as an entity too: in what we read, it begins a tag and nothing else. */
export function encodedValue(value: string): string {
  return value.replace(/[&"<]/g, (character) => (character === "&" ? "&amp;" : character === "<" ? "&lt;" : "&quot;"))
}
