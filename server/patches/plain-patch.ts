import { AuthorError } from "../errors.ts"
import type { Patch } from "../protocol.ts"

import { pageChanges, selector } from "./patch-verbs.ts"

/** The patches of the seed's plain object, `{ target, html, append, remove, url, title, scroll, scrollTop }`. `render` makes markup of `html`, and patches of what is in it. */
export async function plainPatches(
  given: object,
  where: string,
  render: (html: unknown) => Promise<{ html: string; patches: Patch[] }>,
): Promise<Patch[]> {
  const object = checked(given, where)
  const changes = pageChanges(object, where, "an object")
  const { html, patches } = await render(object.html)
  const own = targetPatch(object, html, where)
  if (!own && changes.length === 0 && patches.length === 0)
    throw new AuthorError(`${where} returned an object that says nothing: ${JSON.stringify(given)}.\n${expected}`)
  return [...(own ? [own] : []), ...patches, ...changes]
}

/** `remove` wins over `html`; `url` and `title` need no target; a missing `html` changes nothing, and never prints "undefined". */
function targetPatch({ target, html, append, remove }: Record<string, unknown>, markup: string, where: string): Patch | undefined {
  const at = () => selector(target, `${where} returned an object with target`)
  if (remove === true) return ["remove", at()]
  if (html === undefined) return undefined
  return append === true ? ["append", at(), markup] : ["update", at(), markup]
}

function checked(object: object, where: string): Record<string, unknown> {
  const entries = Object.entries(object)
  for (const [key, value] of entries) {
    const type = types[key]
    if (type === undefined) throw new AuthorError(`${where} returned an object with the key "${key}".\n${expected}`)
    if (type !== "any" && value !== undefined && value !== null && typeof value !== type)
      throw new AuthorError(`${where} returned an object whose "${key}" is a ${typeof value}.\nExpected a ${type}.`)
  }
  return Object.fromEntries(entries)
}

const types: Record<string, string> = Object.assign(Object.create(null), {
  target: "string",
  html: "any",
  append: "boolean",
  remove: "boolean",
  url: "string",
  title: "string",
  scroll: "string",
  scrollTop: "boolean",
})

const expected = "Expected an object of target, html, append, remove, url, title, scroll and scrollTop."
