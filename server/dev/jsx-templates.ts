import MagicString, { type SourceMap } from "magic-string"
import { type ESTree, parseSync } from "vite"

import { type FoundHole, holesOf, tagOf } from "./jsx-holes.ts"

/**
 * TSX in which each element that can be one is a template: declared once, with its tree, before everything else, and filled where it stood.
 * What is left is TSX, for the compiler that comes next. Undefined: there is nothing to change.
 */
export function withTemplates(code: string, id: string): { code: string; map: SourceMap } | undefined {
  if (/@jsx/.test(code)) return undefined
  const { program, errors } = parseSync(id, code, { lang: id.endsWith(".jsx") ? "jsx" : "tsx" })
  // The compiler that comes next tells of them.
  if (errors.length > 0) return undefined
  const compiler = new Compiler(code)
  compiler.visit(program, false)
  return compiler.result(id)
}

class Compiler {
  readonly #code: string
  readonly #text: MagicString
  readonly #declarations: string[] = []
  /** Begins names that the module does not have. */
  readonly #prefix: string

  constructor(code: string) {
    this.#code = code
    this.#text = new MagicString(code)
    let prefix = "_livetsx"
    while (code.includes(prefix)) prefix = `_${prefix}`
    this.#prefix = prefix
  }

  result(source: string): { code: string; map: SourceMap } | undefined {
    if (this.#declarations.length === 0) return undefined
    const names = `template as ${this.#prefix}Template, fill as ${this.#prefix}Fill`
    this.#text.prepend(`import { ${names} } from "livetsx/jsx-runtime"; ${this.#declarations.join(" ")} `)
    return { code: this.#text.toString(), map: this.#text.generateMap({ source, includeContent: true, hires: "boundary" }) }
  }

  /** `inMarkup`: it stands between tags, where an expression needs braces. */
  visit(node: ESTree.Node, inMarkup: boolean): void {
    const holes = node.type === "JSXElement" ? holesOf(node) : undefined
    if (holes && node.type === "JSXElement") this.#fill(node, holes, inMarkup)
    else for (const child of childrenOf(node)) this.visit(child, node.type.startsWith("JSX") && node.type !== "JSXExpressionContainer")
  }

  #fill(element: ESTree.JSXElement, holes: FoundHole[], inMarkup: boolean): void {
    let before = `${inMarkup ? "{" : ""}${this.#prefix}Fill(${this.#declare(element, holes)}()`
    let at = element.start
    for (const { hole, value } of holes) {
      const [open, close] = typeof hole === "object" && "beside" in hole ? ["{...", "}"] : ["", ""]
      const [start, end] = value.type === "SequenceExpression" ? ["(", ")"] : ["", ""]
      this.#replace(at, value.start, `${before}, ${open}${start}`)
      this.visit(value, false)
      before = end + close
      at = value.end
    }
    this.#replace(at, element.end, `${before})${inMarkup ? "}" : ""}`)
  }

  /** Two elements may stand side by side, with nothing between them. */
  #replace(start: number, end: number, text: string): void {
    if (start < end) this.#text.update(start, end, text)
    else this.#text.appendLeft(start, text)
  }

  /** Names the function that gives the template: it is made when it is first asked for, and can be asked for before the module has been run. */
  #declare(element: ESTree.JSXElement, holes: FoundHole[]): string {
    const name = `${this.#prefix}${this.#declarations.length}`
    const parameters = holes.map((_, index) => `h${index}`)
    const kinds = JSON.stringify(holes.map(({ hole }) => hole))
    const template = `${this.#prefix}Template(${JSON.stringify(tagOf(element))}, ${kinds}, (${parameters}) => ${this.#tree(element, holes)})`
    this.#declarations.push(`var ${name}_; function ${name}() { return ${name}_ ??= ${template} }`)
    return name
  }

  #tree(element: ESTree.JSXElement, holes: FoundHole[]): string {
    let tree = ""
    let at = element.start
    holes.forEach(({ hole, place }, index) => {
      tree += `${this.#code.slice(at, place.start)}{${typeof hole === "object" && "beside" in hole ? "..." : ""}h${index}}`
      at = place.end
    })
    return tree + this.#code.slice(at, element.end)
  }
}

function childrenOf(node: ESTree.Node): ESTree.Node[] {
  return Object.values(node).flat().filter(isNode)
}

function isNode(value: unknown): value is ESTree.Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string"
}
