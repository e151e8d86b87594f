import { renderToString } from "preact-render-to-string"
import { afterEach, describe, expect, it } from "vitest"

import { jsx } from "./jsx-runtime.ts"
import { setMarkupPolicy } from "./markup-policy.ts"
import { trustedHtml } from "./trusted-html.ts"

/** Properties of a visitor's, spread into an element. */
const given = (props: Record<string, unknown>) => props

afterEach(() => setMarkupPolicy({ throws: true, report: () => {} }))

const refused: [string, Record<string, unknown>][] = [
  ["a", { href: "javascript:alert(1)" }],
  ["a", { HREF: " \u0001java\tscr\nipt:alert(1)" }],
  ["a", { href: ["JavaScript:alert(1)"] }],
  ["a", { href: { toString: () => "vbscript:x" } }],
  ["a", { href: "data:text/html,<script>" }],
  ["a", { href: "data:application/xhtml+xml,x" }],
  ["use", { xlinkHref: "javascript:alert(1)" }],
  ["use", { "xlink:href": "javascript:alert(1)" }],
  ["iframe", { src: "data:image/svg+xml,<svg onload=alert(1)>" }],
  ["iframe", { srcdoc: "<p>" }],
  ["iframe", { srcDoc: "<p>" }],
  ["button", { formAction: "javascript:alert(1)" }],
  ["form", { action: "javascript:alert(1)" }],
  ["object", { data: "javascript:alert(1)" }],
  ["video", { poster: "javascript:alert(1)" }],
  ["animate", { attributeName: "href", values: "#;javascript:alert(1)" }],
  ["p", { onclick: "alert(1)" }],
  ["p", { onMouseOver: "alert(1)" }],
  ["p", { ONLOAD: 1 }],
  ["button", { onClick: () => "alert" }],
  ["p", { style: "background:url(javascript:alert(1))" }],
  ["p", { style: { background: "url( 'java\\73 cript:alert(1)')" } }],
  ["p", { dangerouslySetInnerHTML: { __html: "<img onerror=alert(1)>" } }],
]

describe("markup that would run code", () => {
  it.each(refused)("throws in development: <%s> %o", (tag, props) => {
    expect(() => jsx(tag, props)).toThrow(/^<.*> has the attribute ".*" with .*\. Expected .*\./s)
  })

  it.each(refused)("is left out and reported in production: <%s> %o", (tag, props) => {
    const reports: string[] = []
    setMarkupPolicy({ throws: false, report: (message) => reports.push(message) })
    const html = renderToString(jsx(tag, { ...props, class: "kept" }))
    expect(html).not.toMatch(/script|alert|src|<p>|data/i)
    expect(html).toContain('class="kept"')
    expect(reports).toHaveLength(1)
  })
})

it("leaves harmless markup alone", () => {
  const [path, query] = ["/search/javascript:", "https://example.com/?q=javascript:"]
  const html = renderToString(
    <p style={{ background: "url(/a.png)" }}>
      <a href={path}>a</a>
      <a href={query}>b</a>
      <a download href="data:text/csv,a;b">
        c
      </a>
      <img alt="" src="data:image/svg+xml,<svg/>" />
    </p>,
  )
  expect(html).toContain('href="/search/javascript:"')
  expect(html).toContain("data:text/csv")
  expect(html).toContain("data:image/svg+xml")
})

it("cannot be left by the text of a script or a style", () => {
  expect(renderToString(<script>{"</script><img onerror=alert(1)>"}</script>)).toBe(
    "<script>\\u003c/script>\\u003cimg onerror=alert(1)></script>",
  )
  expect(renderToString(<style>{"</style><img>"}</style>)).not.toContain("</style><")
})

describe("trustedHtml", () => {
  const html = (text: string) => renderToString(<div dangerouslySetInnerHTML={trustedHtml(text)} />)

  it("keeps what an article needs", () => {
    expect(html('<p class="a">x <b>y</b> <a href="/z">z</a></p>')).toBe(
      '<div><p class="a">x <b>y</b> <a href="/z" rel="noopener noreferrer nofollow">z</a></p></div>',
    )
  })

  it.each([
    '<button data-liveview-function="drop" data-action="click->page#run" data-controller="page">x</button>',
    '<p id="body" name="cookie" data-key="1" data-data-id="1" onclick="alert(1)" style="position:fixed">x</p>',
    "<script>alert(1)</script><!-- <p> -->",
    '<a href="javascript:alert(1)">x</a><a href=" java&#10;script:alert(1)">x</a><img src=x onerror=alert(1)>',
    '<iframe srcdoc="x"></iframe><form action="/x"><input name="y"></form><svg onload=alert(1)></svg><math></math><template><p>x</p></template>',
    '<livetsx-0 data-patch="[]">x</livetsx-0>',
  ])("drops what could act: %s", (text) => {
    expect(html(text)).not.toMatch(
      /data-|action|controller|id=|name=|onclick|onerror|onload|style|script|<!--|iframe|form|svg|math|template|livetsx/,
    )
  })

  it("nests no deeper than browsers do, and keeps the text", () => {
    const [start, end] = ["<b>".repeat(256), "</b>".repeat(256)]
    for (const depth of [256, 257, 30_000])
      expect(html(`${"<b>".repeat(depth)}deep${"</b>".repeat(depth)}<p>after</p>`)).toBe(`<div>${start}deep${end}<p>after</p></div>`)
  })

  it("is not taken for anything that data can hold", () => {
    expect(() => <div {...given({ dangerouslySetInnerHTML: JSON.parse(JSON.stringify(trustedHtml("x"))) })} />).toThrow("trustedHtml")
  })
})
