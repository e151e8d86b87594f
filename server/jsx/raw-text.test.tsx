import { renderToString } from "preact-render-to-string"
import { expect, it } from "vitest"

const items = { title: 'Ham & "Eggs"', html: "</script><!-- <b>" }

it("is written as it stands in scripts and styles, where nothing is an entity", () => {
  expect(renderToString(<script nonce="n">{'if (1 < 2 && a !== "b") run()'}</script>)).toBe(
    '<script nonce="n">if (1 < 2 && a !== "b") run()</script>',
  )
  expect(renderToString(<style>{'a > b::before { content: "&"; font-family: "A" }'}</style>)).toBe(
    '<style>a > b::before { content: "&"; font-family: "A" }</style>',
  )
})

it("says the same to a script, also what would end it", () => {
  const [, text = ""] =
    /^<script type="application\/json">(.*)<\/script>$/.exec(
      renderToString(<script type="application/json">{JSON.stringify(items)}</script>),
    ) ?? []
  expect(text).not.toContain("<")
  expect(JSON.parse(text)).toEqual(items)
  expect(renderToString(<style>{'a::after { content: "</style><b>" }'}</style>)).toBe(
    '<style>a::after { content: "\\3c /style>\\3c b>" }</style>',
  )
})

it("may be put together, and absent", () => {
  const name = "a"
  expect(
    renderToString(
      <script>
        let {name} = {1}
        {false}
      </script>,
    ),
  ).toBe("<script>let a = 1</script>")
  expect(renderToString(<script src="/x.js" />)).toBe('<script src="/x.js"></script>')
})
