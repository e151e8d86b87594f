import type {
  Component,
  ComponentChildren,
  HTMLAttributes,
  LooseAnchorHTMLAttributes,
  LooseAreaHTMLAttributes,
  LooseImgHTMLAttributes,
  LooseInputHTMLAttributes,
  LooseSelectHTMLAttributes,
  VNode,
} from "preact"
import type { JSX as Preact } from "preact/jsx-runtime"

import type { LiveAttributes } from "./live-attributes.ts"
import type { TrustedHtml } from "./trusted-html.ts"

/** What may stand between two tags: elements, text, numbers, nothing, arrays and promises of these. */
export type Children = ComponentChildren | Promise<ComponentChildren>

/** A function that renders; it may be async, wherever it stands in the tree. */
type Partial = (props: never, context?: never) => Children

/** Preact's own types of these elements are unions by `type`, `href`, … that no spread object (`{...field(form, "email")}`) fits. */
interface LooseElements {
  a: LooseAnchorHTMLAttributes
  area: LooseAreaHTMLAttributes
  img: LooseImgHTMLAttributes
  /** Preact's loose type of it has all attributes but this one. */
  input: LooseInputHTMLAttributes & { list?: string | undefined }
  select: LooseSelectHTMLAttributes
}

type Elements = Omit<Preact.IntrinsicElements, keyof LooseElements> & LooseElements

/** What TSX is checked against: Preact's elements, with the attributes of this framework and with async components. */
export namespace JSX {
  export type Element = VNode
  export type ElementType = keyof IntrinsicElements | Partial | (new (props: never, context?: never) => Component)
  export type IntrinsicAttributes = Preact.IntrinsicAttributes
  export type ElementAttributesProperty = Preact.ElementAttributesProperty
  export type ElementChildrenAttribute = Preact.ElementChildrenAttribute
  export type LibraryManagedAttributes<Type, Props> = Preact.LibraryManagedAttributes<Type, Props>
  export type IntrinsicElements = {
    [Tag in keyof Elements]: Elements[Tag] & LiveAttributes & { dangerouslySetInnerHTML?: TrustedHtml }
  } & { [Custom in `${string}-${string}`]: HTMLAttributes & LiveAttributes & { [attribute: string]: unknown } }
}
