/** Elements whose text HTML reads as it stands: nothing in it is an entity. */
const rawTextTags = new Set(["script", "style"])

export function hasRawText(tag: string): boolean {
  return rawTextTags.has(tag)
}

/**
 * The text of a script or a style, to be written as it is: Preact would make entities of its quotes and ampersands. A `<` that begins a tag is written as
 * an escape of JavaScript, JSON or CSS, so that the text cannot leave its element. What is no text is left to Preact.
 */
export function withRawText(tag: string, props: Record<string, unknown>): Record<string, unknown> {
  const { children, ...others } = props
  const text = textOf(children)
  if (!text || "dangerouslySetInnerHTML" in props) return props
  const written = tag === "script" ? "\\u003c" : "\\3c "
  return { ...others, dangerouslySetInnerHTML: { __html: text.replace(/<(?=[a-z/!?])/gi, () => written) } }
}

function textOf(children: unknown): string | undefined {
  if (Array.isArray(children)) {
    const texts = children.map(textOf)
    return texts.includes(undefined) ? undefined : texts.join("")
  }
  if (children === null || children === undefined || typeof children === "boolean") return ""
  return typeof children === "string" || typeof children === "number" ? String(children) : undefined
}
