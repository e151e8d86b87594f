/** The part of a Trusted Types policy that we use; where the browser has none, markup is a plain string. */
interface MarkupPolicy {
  createHTML(html: string): string
}

declare global {
  interface Window {
    trustedTypes?: { createPolicy(name: string, rules: MarkupPolicy): MarkupPolicy }
  }
}

/** Elements of drawings and formulas that hold HTML. */
const holdsHtml = /^(foreignObject|desc|title|m[inos]|mtext|annotation-xml)$/
let policy: MarkupPolicy | undefined
let sawShadow = false

/** Markup as nodes that live in no page yet: rows and options parse without their table, scripts never run. */
export function parseFragment(html: string, context?: Node | null): DocumentFragment {
  const template = document.createElement("template")
  const root = rootOf(context)
  const markup = trusted(root ? `<${root}>${html}</${root}>` : html)
  if (hasShadow(html)) template.setHTMLUnsafe(markup)
  else template.innerHTML = markup
  if (root) template.content.replaceChildren(...(template.content.firstChild?.childNodes ?? []))
  return template.content
}

/** The element in which markup has to stand to be read as that of a drawing or formula. */
function rootOf(context?: Node | null): string | undefined {
  if (!(context instanceof Element) || context instanceof HTMLElement || holdsHtml.test(context.localName)) return undefined
  return context.closest("svg,math")?.localName
}

/** The markup of a whole document, or of a body alone. */
export function parseDocument(html: string): Document {
  const markup = trusted(withNonce(html))
  return hasShadow(html) ? Document.parseHTMLUnsafe(markup) : new DOMParser().parseFromString(markup, "text/html")
}

/** A `<template shadowrootmode>` becomes a shadow root where the browser loads a page, and has to become one here; older browsers know none. */
function hasShadow(html: string): boolean {
  const isOne = html.includes("shadowrootmode") && "parseHTMLUnsafe" in Document
  sawShadow ||= isOne
  return isOne
}

/** Whether nodes may differ in what no comparison sees: a shadow. */
export function mayHideShadows(): boolean {
  return sawShadow
}

/** Already where it is parsed, browsers complain of a style with another nonce than the page's own. */
function withNonce(html: string): string {
  const nonce = document.querySelector<HTMLElement>("[nonce]")?.nonce
  return nonce ? html.replace(/(<style\b[^>]* nonce=")[^"]*/g, `$1${nonce}`) : html
}

function trusted(html: string): string {
  policy ??= window.trustedTypes?.createPolicy("livetsx", { createHTML: (markup) => markup }) ?? { createHTML: (markup) => markup }
  return policy.createHTML(html)
}
