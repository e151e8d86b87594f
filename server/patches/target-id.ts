/** The id that a selector means, where it is nothing but an id; the escapes of `byId()` and `CSS.escape` are taken out. */
export function targetId(selector: string): string | undefined {
  if (!/^#(?:[\w\-\u0080-\uffff]|\\[0-9a-f]{1,6} ?|\\[^\n])+$/i.test(selector)) return undefined
  return selector
    .slice(1)
    .replace(/\\(?:([0-9a-f]{1,6}) ?|(.))/gi, (_, code: string | undefined, character: string) =>
      code === undefined ? character : String.fromCodePoint(Number.parseInt(code, 16)),
    )
}
