import type { ESTree } from "vite"

import { isHarmless, refusal } from "../jsx/markup-guard.ts"
import { hasRawText } from "../jsx/raw-text.ts"
import type { Hole } from "../jsx/template.ts"

/** A place in an element that differs from one rendering to the next. */
export interface FoundHole {
  hole: Hole
  /** What is evaluated. */
  value: ESTree.Expression
  /** What of the source stands for it in the element. */
  place: ESTree.Span
}

/**
 * The holes of an element that can be a template, in order: what differs in it and in the elements within. Undefined: Preact has to render it each time,
 * because its markup depends on more than its attributes and children, or because it is written in a way that is not worth knowing here.
 */
export function holesOf(element: ESTree.JSXElement): FoundHole[] | undefined {
  return holesWithin(element, false)
}

function holesWithin(element: ESTree.JSXElement, inSvg: boolean): FoundHole[] | undefined {
  const tag = tagOf(element)
  if (tag === undefined || refusedTags.has(tag) || hasRawText(tag) || (tag !== tag.toLowerCase() && !inSvg)) return undefined
  if (element.children.length > 0 && voids.has(tag)) return undefined
  const attributes = attributeHoles(tag, element.openingElement.attributes, inSvg)
  const children = childHoles(element.children, inSvg || tag === "svg")
  return attributes && children && [...attributes, ...children]
}

/** The name of an HTML or SVG element; undefined: a component. */
export function tagOf({ openingElement: { name } }: ESTree.JSXElement): string | undefined {
  return name.type === "JSXIdentifier" && /^[a-z]/.test(name.name) ? name.name : undefined
}

/** `option` is selected by the `select` around it, which takes its value from an attribute; so does `textarea`. */
const refusedTags = new Set(["select", "option", "textarea"])
/** Preact closes them by themselves where they are empty. */
const voids = new Set("area base br col command embed hr img input keygen link meta param source track wbr".split(" "))

/** What Preact makes of an attribute inside of `svg` it knows from what is around it: a component that stands there is not known here. */
function childHoles(children: readonly ESTree.JSXChild[], inSvg: boolean): FoundHole[] | undefined {
  const found: FoundHole[] = []
  for (const child of children) {
    const holes = holesOfChild(child, inSvg)
    if (!holes || (inSvg && holes.some(({ hole }) => hole === "child"))) return undefined
    found.push(...holes)
  }
  return found
}

function holesOfChild(child: ESTree.JSXChild, inSvg: boolean): FoundHole[] | undefined {
  if (child.type === "JSXText") return []
  if (child.type === "JSXFragment") return childHoles(child.children, inSvg)
  if (child.type === "JSXElement") return holesWithin(child, inSvg) ?? [{ hole: "child", value: child, place: child }]
  if (child.type !== "JSXExpressionContainer") return undefined
  const { expression } = child
  return expression.type === "JSXEmptyExpression" || isStatic(expression) ? [] : [{ hole: "child", value: expression, place: child }]
}

function attributeHoles(tag: string, attributes: readonly ESTree.JSXAttributeItem[], inSvg: boolean): FoundHole[] | undefined {
  const written = attributes.flatMap((attribute) => (attribute.type === "JSXAttribute" ? [nameOf(attribute)] : []))
  if (attributes.length - written.length > 1 || (written.includes("key") && written.includes("data-key"))) return undefined
  const found: FoundHole[] = []
  for (const attribute of attributes) {
    const holes =
      attribute.type === "JSXAttribute"
        ? attributeHole(tag, nameOf(attribute), attribute, inSvg)
        : [{ hole: { tag, beside: written.flatMap(inMarkup) }, value: attribute.argument, place: attribute }]
    if (!holes) return undefined
    found.push(...holes)
  }
  return found
}

function attributeHole(tag: string, name: string, { value }: ESTree.JSXAttribute, inSvg: boolean): FoundHole[] | undefined {
  if (name === "children" || name === "ref") return undefined
  if (value?.type === "JSXExpressionContainer" && value.expression.type !== "JSXEmptyExpression" && !isStatic(value.expression))
    return dynamicHole(tag, name, value.expression, value)
  // A key that is always the same is not worth knowing what it does to an id that is spread.
  if (name === "key") return undefined
  if (!isKnownName(tag, name) && !(inSvg && /^[a-z][\w:-]*$/i.test(name))) return undefined
  return isSafe(tag, name, value) ? [] : undefined
}

function dynamicHole(tag: string, name: string, value: ESTree.Expression, place: ESTree.Span): FoundHole[] | undefined {
  if (name === "key") return isSimple(value) ? [{ hole: "key", value, place }] : undefined
  if (!isKnownName(tag, name) || (name === "style" && value.type !== "TemplateLiteral")) return undefined
  return [{ hole: { tag, name }, value, place }]
}

/** Whether Preact writes the attribute by the same name everywhere: inside of `svg`, those with capitals have other names. */
function isKnownName(tag: string, name: string): boolean {
  if (/^[a-z][a-z\d]*(?:[:-][a-z\d]+)*$/.test(name) || name === "className" || name === "htmlFor") return true
  return (tag === "svg" && svgNames.has(name)) || (capitals.has(name) && !inBoth.has(tag))
}

const svgNames = new Set(["viewBox", "preserveAspectRatio"])
const capitals = new Set(
  "accessKey autoComplete autoFocus colSpan contentEditable crossOrigin dateTime encType formAction formMethod formNoValidate inputMode maxLength minLength noValidate readOnly rowSpan srcSet tabIndex".split(
    " ",
  ),
)
/** Elements of HTML that stand in SVG too. */
const inBoth = new Set("a audio canvas iframe image script style svg title video".split(" "))

/** What an attribute of this name is called in the markup, and in an object that is spread. */
function inMarkup(name: string): string[] {
  return [name === "className" ? "class" : name === "htmlFor" ? "for" : name.toLowerCase()]
}

function nameOf({ name }: ESTree.JSXAttribute): string {
  return name.type === "JSXIdentifier" ? name.name : `${name.namespace.name}:${name.name.name}`
}

/** What would be refused is left to be refused where it is rendered. */
function isSafe(tag: string, name: string, value: ESTree.JSXAttribute["value"]): boolean {
  if (value?.type === "JSXElement" || value?.type === "JSXFragment") return false
  if (isHarmless(name)) return true
  return value?.type === "Literal" && !value.raw?.includes("&") && refusal(tag, name, value.value) === undefined
}

function isStatic(expression: ESTree.Expression): boolean {
  if (expression.type === "TemplateLiteral") return expression.expressions.length === 0
  return expression.type === "Literal" && !("regex" in expression) && !("bigint" in expression)
}

/** Whether it can be evaluated at any time: a key is evaluated after the children, and a hole where it stands. */
function isSimple(expression: ESTree.Expression | ESTree.PrivateIdentifier): boolean {
  switch (expression.type) {
    case "Identifier":
    case "Literal":
    case "ThisExpression":
      return true
    case "MemberExpression":
      return isSimple(expression.object) && (!expression.computed || isSimple(expression.property))
    case "ChainExpression":
    case "TSNonNullExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "ParenthesizedExpression":
      return isSimple(expression.expression)
    case "TemplateLiteral":
      return expression.expressions.every(isSimple)
    case "BinaryExpression":
    case "LogicalExpression":
      return isSimple(expression.left) && isSimple(expression.right)
    case "ConditionalExpression":
      return isSimple(expression.test) && isSimple(expression.consequent) && isSimple(expression.alternate)
    default:
      return false
  }
}
