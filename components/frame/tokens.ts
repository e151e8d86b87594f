export interface Token {
  kind: "comment" | "string" | "keyword" | "plain"
  text: string
}

const kinds = ["comment", "string", "keyword"] as const
const pattern =
  /(\/\/[^\n]*|\/\*[\s\S]*?\*\/)|("(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)|(?<![-\w])(export|const|let|async|await|function|return|if|else|for|of|new|yield|throw|undefined|null|true|false)\b/g

/** Splits code into what is coloured and what is not. It knows just enough TypeScript to be read by. */
export function tokens(code: string): Token[] {
  const found: Token[] = []
  let end = 0
  for (const match of code.matchAll(pattern)) {
    if (match.index > end) found.push({ kind: "plain", text: code.slice(end, match.index) })
    found.push({ kind: kinds.find((_, index) => match[index + 1] !== undefined) ?? "plain", text: match[0] })
    end = match.index + match[0].length
  }
  return end < code.length ? [...found, { kind: "plain", text: code.slice(end) }] : found
}
