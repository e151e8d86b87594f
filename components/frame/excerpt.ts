/** One top-level declaration of a source text, from its first line to the line that closes it. */
export function excerpt(source: string, name: string): string {
  const lines = source.split("\n")
  const first = lines.findIndex((line) => declares(line, name))
  if (first < 0) throw new Error(`The source shown with this lesson has no declaration "${name}".`)
  const rest = lines.slice(first + 1).findIndex((line) => !/^\s/.test(line))
  const closing = lines[first + 1 + rest]
  const end = closing !== undefined && /^[})\]]/.test(closing) ? first + rest + 2 : first + 1
  return lines.slice(first, end).join("\n")
}

function declares(line: string, name: string): boolean {
  return new RegExp(`^(export )?(const ${name}(:[^=]+)? =|(async )?function ${name}\\()`).test(line)
}
