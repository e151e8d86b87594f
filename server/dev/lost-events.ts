import { type ESTree, parseSync, Visitor } from "vite"

/** A mistake in a module, and where: an offset into its text. */
export interface Mistake {
  text: string
  at: number
}

/** Attributes that `on()` gives, and that an author may write too. */
const written = new Set(["data-action", "data-liveview-function"])

/**
 * Elements whose attributes take an event from them without a word: of two `on()` the last replaces the first, and so it is with `data-action` beside one.
 * No type tells of it, as what is spread has no names.
 */
export function lostEvents(code: string, id: string): Mistake[] {
  if (!code.includes("...on(")) return []
  const found: Mistake[] = []
  const visitor = new Visitor({
    JSXOpeningElement({ attributes, name, start }) {
      const spreads = attributes.filter(isOn)
      const own = attributes.map(nameOf).find((each) => each !== undefined && written.has(each))
      const tag = code.slice(name.start, name.end)
      if (spreads.length > 1)
        found.push({
          at: start,
          text: `<${tag}> has on() ${spreads.length} times: the last replaces the others. Expected on({ … }) with all events.`,
        })
      else if (spreads.length && own)
        found.push({
          at: start,
          text: `<${tag}> has ${own} beside on(): the last replaces the other. Expected both by hand: data-action="click->page#run click->menu#open" data-liveview-function="…".`,
        })
    },
  })
  visitor.visit(parseSync(id, code, { lang: id.endsWith(".jsx") ? "jsx" : "tsx" }).program)
  return found
}

function isOn(attribute: ESTree.JSXAttributeItem): boolean {
  if (attribute.type !== "JSXSpreadAttribute" || attribute.argument.type !== "CallExpression") return false
  const { callee } = attribute.argument
  return callee.type === "Identifier" && callee.name === "on"
}

function nameOf(attribute: ESTree.JSXAttributeItem): string | undefined {
  return attribute.type === "JSXAttribute" && attribute.name.type === "JSXIdentifier" ? attribute.name.name : undefined
}
