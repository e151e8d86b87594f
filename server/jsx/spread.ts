import { plainAttribute } from "./attribute.ts"
import { isHarmless, refusal } from "./markup-guard.ts"

/** An object of attributes that is spread on an element of a template. */
export class Spread {
  readonly props: Readonly<Record<string, unknown>>
  /** Undefined: only Preact knows how to write them. */
  readonly written: string | undefined
  /** What tells the element from others in place of a key is among them. */
  readonly identifies: boolean

  private constructor(props: Readonly<Record<string, unknown>>, written: string | undefined, identifies: boolean) {
    this.props = props
    this.written = written
    this.identifies = identifies
  }

  /** `beside`: the attributes that are written out on the element. Undefined: one of the object's would run code. */
  static of(tag: string, props: Readonly<Record<string, unknown>>, beside: readonly string[]): Spread | undefined {
    let html: string | undefined = ""
    let identifies = false
    for (const name in props) {
      const value = props[name]
      const attribute = plainAttribute(name)
      if (!(attribute ? attribute.isHarmless : isHarmless(name)) && refusal(tag, name, value) !== undefined) return undefined
      if (attribute?.isIdentity) identifies = true
      const written = attribute && !beside.includes(name) ? attribute.written(value) : undefined
      html = html === undefined || written === undefined ? undefined : html + written
    }
    return new Spread(props, html, identifies)
  }
}
