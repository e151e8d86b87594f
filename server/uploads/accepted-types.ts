/** Whether a file is of a kind that `accept` (as the attribute of an input: "image/*,.pdf") lists; without a list, any is. */
export function isAccepted({ name, type }: { name: string; type: string }, accept: string): boolean {
  const kinds = accept
    .toLowerCase()
    .split(",")
    .map((kind) => kind.trim())
    .filter(Boolean)
  return kinds.length === 0 || kinds.some((kind) => isKind(kind, name.toLowerCase(), type.toLowerCase()))
}

function isKind(kind: string, name: string, type: string): boolean {
  if (kind === "*" || kind === "*/*") return true
  if (kind.startsWith(".")) return name.endsWith(kind)
  return kind.endsWith("/*") ? type.startsWith(kind.slice(0, -1)) : type === kind
}
