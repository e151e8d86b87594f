import { type ESTree, parseSync, Visitor } from "vite"

import type { LiveAttributes } from "../jsx/live-attributes.ts"

/** What is wrong in a module, and where: an offset into its text. */
export interface Mistake {
  text: string
  at: number
}

/** Mistakes that no type tells of, as TypeScript checks neither what is spread nor names with a hyphen, and that would be silent in the browser. */
export function markupMistakes(code: string, id: string): Mistake[] {
  if (!/\.\.\.on\(|data-liveview-/.test(code)) return []
  const found: Mistake[] = []
  const visitor = new Visitor({
    JSXOpeningElement({ attributes, name, start }) {
      const tag = `<${code.slice(name.start, name.end)}>`
      for (const mistake of [lostEvent(attributes), ...unknownNames(attributes)])
        if (mistake) found.push({ at: start, text: `${tag} has ${mistake}` })
    },
  })
  visitor.visit(parseSync(id, code, { lang: id.endsWith(".jsx") ? "jsx" : "tsx" }).program)
  return found
}

/** Attributes that `on()` gives, and that an author may write too. */
const given = new Set(["data-action", "data-liveview-function"])

/** Of two `on()` the last replaces the first, and so it is with `data-action` beside one. */
function lostEvent(attributes: ESTree.JSXAttributeItem[]): string | undefined {
  const times = attributes.filter(isOn).length
  const own = attributes.map(nameOf).find((each) => given.has(each))
  if (times > 1) return `on() ${times} times: the last replaces the others. Expected on({ … }) with all events.`
  if (times === 0 || own === undefined) return undefined
  const both = `data-action="click->page#run click->menu#open" data-liveview-function="…"`
  return `${own} beside on(): the last replaces the other. Expected both by hand: ${both}.`
}

function unknownNames(attributes: ESTree.JSXAttributeItem[]): string[] {
  const unknown = attributes.map(nameOf).filter((name) => name.startsWith(prefix) && !Object.hasOwn(known, name))
  return unknown.map((name) => `${name}, which nothing reads. Expected ${similarTo(name).join(", ")}.`)
}

const prefix = "data-liveview-"

/** Those that begin alike, or all. */
function similarTo(name: string): string[] {
  const names = Object.keys(known)
  const similar = names.filter((each) => each.startsWith(name.slice(0, prefix.length + 1)))
  return similar.length > 0 ? similar : names
}

/** What the browser's side reads, and what functions of the framework write for it. */
const known: Record<Extract<keyof LiveAttributes, `data-liveview-${string}`>, true> & Record<string, true> = {
  "data-liveview-away": true,
  "data-liveview-concurrent": true,
  "data-liveview-confirm": true,
  "data-liveview-debounce": true,
  "data-liveview-disable-with": true,
  "data-liveview-drop": true,
  "data-liveview-error-for": true,
  "data-liveview-focus": true,
  "data-liveview-function": true,
  "data-liveview-http": true,
  "data-liveview-init": true,
  "data-liveview-intersect-appear": true,
  "data-liveview-intersect-disappear": true,
  "data-liveview-intersect-threshold": true,
  "data-liveview-json": true,
  "data-liveview-keyboard-map": true,
  "data-liveview-max-count": true,
  "data-liveview-max-size": true,
  "data-liveview-modal": true,
  "data-liveview-on": true,
  "data-liveview-optimistic": true,
  "data-liveview-overwrite": true,
  "data-liveview-permanent": true,
  "data-liveview-prefetch": true,
  "data-liveview-preview": true,
  "data-liveview-recover": true,
  "data-liveview-sync": true,
  "data-liveview-throttle": true,
  "data-liveview-transition": true,
  "data-liveview-unsaved": true,
  "data-liveview-uploads": true,
  "data-liveview-visit": true,
}

function isOn(attribute: ESTree.JSXAttributeItem): boolean {
  if (attribute.type !== "JSXSpreadAttribute" || attribute.argument.type !== "CallExpression") return false
  const { callee } = attribute.argument
  return callee.type === "Identifier" && callee.name === "on"
}

function nameOf(attribute: ESTree.JSXAttributeItem): string {
  return attribute.type === "JSXAttribute" && attribute.name.type === "JSXIdentifier" ? attribute.name.name : ""
}
