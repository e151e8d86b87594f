import { isTrustedHtml } from "./trusted-html.ts"
import { markupRefused } from "./markup-policy.ts"
import { runsCode, styleRunsCode } from "./refused-urls.ts"

/** The properties of an element without those that would run code in a visitor's browser. */
export function guarded(tag: string, props: Record<string, unknown>): Record<string, unknown> {
  let kept = props
  for (const name in props) {
    if (isHarmless(name) || isKept(tag, name, props[name])) continue
    if (kept === props) kept = { ...props }
    delete kept[name]
  }
  return kept
}

/** Whether no value of the attribute could run code. */
export function isHarmless(name: string): boolean {
  return ruleOf(name) === harmless
}

/** What was expected of the attribute instead, or undefined where the value is harmless. */
export function refusal(tag: string, name: string, given: unknown): string | undefined {
  const value = unwrapped(given)
  if (value === null || value === undefined || value === false) return undefined
  const rule = ruleOf(name)
  // A function is nothing in the markup: only as a listener does somebody wait for it to be called.
  return typeof value === "function" && rule !== listener ? undefined : rule(value, tag)
}

function isKept(tag: string, name: string, given: unknown): boolean {
  const reason = refusal(tag, name, given)
  if (reason === undefined) return true
  markupRefused(`<${tag}> has the attribute "${name}" with ${shown(unwrapped(given))}. Expected ${reason}.`)
  return false
}

/** What was expected instead, or undefined where the value is harmless. */
type Rule = (value: unknown, tag: string) => string | undefined

const harmless: Rule = () => undefined
const url: Rule = (value, tag) => (runsCode(String(value), tag) ? "a URL that does not run code" : undefined)
/** Several URLs: what an SVG animation sets an attribute to. */
const urls: Rule = (value, tag) =>
  String(value)
    .split(";")
    .some((one) => runsCode(one, tag))
    ? "values that do not run code"
    : undefined
const style: Rule = (value) =>
  styleRunsCode(typeof value === "object" ? Object.values(value ?? {}).join(";") : String(value))
    ? "a style that does not run code"
    : undefined
const listener: Rule = () => `a handler called by on("click", handler), or a Stimulus controller`
const srcdoc: Rule = () => "children, or a src of the page's own"
const innerHtml: Rule = (value) => (isTrustedHtml(value) ? undefined : "what trustedHtml(html) returns")

const rules: Record<string, Rule> = {
  href: url,
  src: url,
  action: url,
  formaction: url,
  "xlink:href": url,
  data: url,
  poster: url,
  background: url,
  cite: url,
  longdesc: url,
  ping: url,
  manifest: url,
  codebase: url,
  to: urls,
  from: urls,
  by: urls,
  values: urls,
  style,
  srcdoc,
  dangerouslysetinnerhtml: innerHtml,
}

const known = new Map<string, Rule>()
/** Names may come from visitors by a spread object: what is remembered of them is bounded. */
const mostNames = 2_000

function ruleOf(name: string): Rule {
  const rule = known.get(name)
  if (rule) return rule
  const found = findRule(name.replace(/^xlink(?=[A-Z])/, "xlink:").toLowerCase())
  if (known.size < mostNames) known.set(name, found)
  return found
}

function findRule(attribute: string): Rule {
  if (/^on[a-z]/.test(attribute)) return listener
  return Object.hasOwn(rules, attribute) ? (rules[attribute] ?? harmless) : harmless
}

/** Preact renders the value of a signal. */
function unwrapped(value: unknown): unknown {
  return typeof value === "object" && value !== null && "peek" in value && "value" in value ? value.value : value
}

function shown(value: unknown): string {
  const text = typeof value === "object" ? "an object" : JSON.stringify(String(value))
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
