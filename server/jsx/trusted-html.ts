import sanitize from "sanitize-html"

const brand: unique symbol = Symbol.for("livetsx.trusted-html")

/** HTML that `dangerouslySetInnerHTML` accepts: only `trustedHtml()` makes it. */
export interface TrustedHtml {
  readonly __html: string
  readonly [brand]: true
}

/**
 * Sanitises HTML of a visitor or a third party: `<div dangerouslySetInnerHTML={trustedHtml(post.body)} />`.
 * Text, links, lists, tables and images stay; scripts, styles, forms, ids, and every attribute that could call a handler go.
 */
export function trustedHtml(html: string): TrustedHtml {
  return Object.freeze({ __html: sanitize(String(html), policy), [brand]: true as const })
}

/** JSON cannot hold a symbol, so that no data of a visitor's is taken for it. */
export function isTrustedHtml(value: unknown): value is TrustedHtml {
  return typeof value === "object" && value !== null && brand in value && value[brand] === true
}

/** An allow-list: no `data-*`, and neither `id` nor `name`, which would shadow `document.x` and the targets of patches. */
const policy: sanitize.IOptions = {
  allowedTags: [...sanitize.defaults.allowedTags, "img", "picture", "source", "del", "ins", "details", "summary"],
  allowedAttributes: {
    "*": ["lang", "dir", "title", "class"],
    a: ["href", "target", "rel"],
    img: ["src", "srcset", "alt", "width", "height", "loading"],
    source: ["src", "srcset", "media", "type"],
    ol: ["start", "reversed", "type"],
    li: ["value"],
    td: ["colspan", "rowspan", "align"],
    th: ["colspan", "rowspan", "align", "scope"],
    time: ["datetime"],
    blockquote: ["cite"],
    q: ["cite"],
    details: ["open"],
  },
  allowedSchemes: ["http", "https", "mailto", "tel"],
  allowedSchemesByTag: { img: ["http", "https", "data"] },
  allowedSchemesAppliedToAttributes: ["href", "src", "cite"],
  allowProtocolRelative: false,
  // Browsers go no deeper than 512 either. Whoever looks at markup for what stands in what takes the longer the deeper it is.
  nestingLimit: 256,
  transformTags: { a: sanitize.simpleTransform("a", { rel: "noopener noreferrer nofollow" }) },
}
