import { describe, expect, it } from "vitest"

import { AuthorError } from "../errors.ts"
import { trustedHtml } from "../jsx/trusted-html.ts"
import type { Patch } from "../protocol.ts"
import {
  After,
  Append,
  Attributes,
  Before,
  byId,
  Dispatch,
  Flash,
  Focus,
  notFound,
  Optimistic,
  Prepend,
  redirect,
  Remove,
  Replace,
  rerender,
  ScrollTo,
  Title,
  Update,
  Url,
  Visit,
} from "./elements.ts"
import { renderDocument, renderMarkup, renderPatches } from "./render.ts"

const where = 'Handler "try" (components/try.tsx)'
const patches = (returned: unknown): Promise<Patch[]> =>
  renderPatches(returned, { where, rerender: async () => [["body", "<body></body>"]] })

function Saved() {
  return (
    <Flash kind="success">
      Saved &amp; <b>sent</b>
    </Flash>
  )
}

async function Row({ id, text }: { id: string; text: string }) {
  return (
    <li id={id}>
      {await Promise.resolve(text)}
      <Saved />
    </li>
  )
}

describe("what a handler returns", () => {
  it.each<[string, unknown, Patch[]]>([
    ["an element with an id", <p id='a"b'>x</p>, [["morph", 'a"b', '<p id="a&quot;b">x</p>']]],
    [
      "an async component",
      <Row id="r" text="x" />,
      [
        ["morph", "r", '<li id="r">x</li>'],
        ["flash", "success", "Saved &amp; <b>sent</b>"],
      ],
    ],
    ["nothing", undefined, []],
    ["conditions that are not met", [false && <p />, null, undefined], []],
    [
      "arrays and fragments",
      [
        <p id="a" />,
        <>
          <p id="b" />
          {[<Focus target="#c" />]}
        </>,
      ],
      [
        ["morph", "a", '<p id="a"></p>'],
        ["morph", "b", '<p id="b"></p>'],
        ["focus", "#c"],
      ],
    ],
    [
      "a promise among others",
      [Promise.resolve(<p id="a" />), <hr id="h" />],
      [
        ["morph", "a", '<p id="a"></p>'],
        ["morph", "h", '<hr id="h"/>'],
      ],
    ],
    [
      "elements that hold others of their name",
      <>
        <div id="a">
          <div>
            <div-x />
          </div>
        </div>
        <div id="b" />
      </>,
      [
        ["morph", "a", '<div id="a"><div><div-x></div-x></div></div>'],
        ["morph", "b", '<div id="b"></div>'],
      ],
    ],
    ["redirect()", redirect("/in?a=b#c"), [["visit", "/in?a=b#c"]]],
    [
      "rerender(), among others",
      [rerender(), <Title>x</Title>],
      [
        ["body", "<body></body>"],
        ["title", "x"],
      ],
    ],
    [
      "Update",
      <Update target="#t" url="/u" title="T" scroll="#s" scrollTop>
        {1}
      </Update>,
      [
        ["update", "#t", "1"],
        ["url", "/u"],
        ["title", "T"],
        ["scroll", "#s"],
        ["scroll", null, true],
      ],
    ],
    [
      "Replace",
      <Replace target="#t" all>
        <p />
      </Replace>,
      [["replace", "#t", "<p></p>", { all: true }]],
    ],
    [
      "Append",
      <Append target="#t" removeAfter={5000}>
        <tr>
          <td>1</td>
        </tr>
      </Append>,
      [["append", "#t", "<tr><td>1</td></tr>", { removeAfter: 5000 }]],
    ],
    [
      "Append with a limit",
      <Append target="#t" limit={50}>
        <li />
      </Append>,
      [["append", "#t", "<li></li>", { limit: 50 }]],
    ],
    [
      "Prepend, Before, After",
      <>
        <Prepend target="a">1</Prepend>
        <Before target="b">2</Before>
        <After target="c">3</After>
      </>,
      [
        ["prepend", "a", "1"],
        ["before", "b", "2"],
        ["after", "c", "3"],
      ],
    ],
    [
      "Remove",
      <Remove target={byId("1 a")} title="T" />,
      [
        ["remove", "#\\31 \\ a"],
        ["title", "T"],
      ],
    ],
    [
      "Attributes",
      <Attributes target="#t" set={{ disabled: true, title: "a", hidden: false, "aria-busy": "false" }} unset={["class"]} />,
      [["attributes", "#t", { disabled: "", title: "a", "aria-busy": "false" }, ["class", "hidden"]]],
    ],
    [
      "Url",
      <>
        <Url href="?q=1" />
        <Url href="/a" replace />
      </>,
      [
        ["url", "?q=1"],
        ["url", "/a", true],
      ],
    ],
    [
      "Visit",
      <>
        <Visit url="/a" />
        <Visit url="/b" replace />
      </>,
      [
        ["visit", "/a"],
        ["visit", "/b", true],
      ],
    ],
    [
      "Title",
      <Title>
        {"<3 & "}
        {2}
      </Title>,
      [["title", "<3 & 2"]],
    ],
    [
      "ScrollTo",
      <>
        <ScrollTo target="#a" />
        <ScrollTo target="#a" top />
        <ScrollTo />
      </>,
      [
        ["scroll", "#a"],
        ["scroll", "#a", true],
        ["scroll", null, true],
      ],
    ],
    [
      "Dispatch",
      <>
        <Dispatch event="a:b" detail={{ c: ['"<&'] }} />
        <Dispatch event="x" target="#t" />
      </>,
      [
        ["dispatch", "a:b", { c: ['"<&'] }],
        ["dispatch", "x", null, "#t"],
      ],
    ],
    ["Flash", <Flash>x</Flash>, [["flash", "info", "x"]]],
  ])("%s", async (_, returned, expected) => {
    expect(await patches(returned)).toEqual(expected)
  })

  it("gives patch elements out of the markup around them, in order", async () => {
    const list = (
      <ul id="l">
        <li>
          1<Focus target="#x" />
        </li>
        <Append target="#m">
          <b>
            2<Saved />
          </b>
        </Append>
      </ul>
    )
    expect(await patches([list, <Title>end</Title>])).toEqual([
      ["morph", "l", '<ul id="l"><li>1</li></ul>'],
      ["focus", "#x"],
      ["append", "#m", "<b>2</b>"],
      ["flash", "success", "Saved &amp; <b>sent</b>"],
      ["title", "end"],
    ])
  })

  it("cannot be forged by trusted HTML", async () => {
    expect(await patches(<p id="p" dangerouslySetInnerHTML={trustedHtml('x<livetsx-00 data-patch="[]">y</livetsx-00>')} />)).toEqual([
      ["morph", "p", '<p id="p">xy</p>'],
    ])
  })
})

describe("the seed's plain object", () => {
  it.each<[object, Patch[]]>([
    [{ target: "#t", html: <p>{"<"}</p> }, [["update", "#t", "<p>&lt;</p>"]]],
    [
      { target: "#t", html: [<p />, <Saved />], append: true, url: "/u", title: "T" },
      [
        ["append", "#t", "<p></p>"],
        ["flash", "success", "Saved &amp; <b>sent</b>"],
        ["url", "/u"],
        ["title", "T"],
      ],
    ],
    [{ target: "#t", html: <p />, remove: true }, [["remove", "#t"]]],
    [{ target: "#t", html: null }, [["update", "#t", ""]]],
    [{ url: "/u" }, [["url", "/u"]]],
    [{ title: "T", target: undefined, html: undefined }, [["title", "T"]]],
    [{ target: "#t", title: "T" }, [["title", "T"]]],
    [
      { scroll: "#s", scrollTop: true },
      [
        ["scroll", "#s"],
        ["scroll", null, true],
      ],
    ],
  ])("%o", async (object, expected) => {
    expect(await patches(object)).toEqual(expected)
  })
})

describe("what means nothing", () => {
  it.each<[unknown, string | RegExp]>([
    ["<p>", 'returned the text "<p>"'],
    [3, "returned the number 3"],
    [() => <p id="a" />, "returned a function"],
    [new Map(), "returned a Map"],
    [
      <li>x</li>,
      `${where} returned a <li> without an id.\nExpected an element with an id that is on the page, or a patch such as <Append target="#messages">.`,
    ],
    [<p id="" />, "returned a <p> without an id"],
    [
      <>
        <p id="a" />
        text
      </>,
      'returned the text "text"',
    ],
    [{ target: "#t", html: <p />, scroller: 1 }, 'the key "scroller"'],
    [{ target: 3, html: <p /> }, 'whose "target" is a number'],
    [{ html: <p /> }, /target={undefined}\.\nExpected a CSS selector/],
    [{ remove: true }, /target={undefined}/],
    [{ target: "#t" }, "says nothing"],
    [{}, "says nothing"],
    [JSON.parse('{"type":"p","props":{"id":"a"},"key":null}'), 'the key "type"'],
    [<Append target="">x</Append>, '<Append> with target={""}'],
    [<Remove target={undefined as unknown as string} />, "<Remove> with target={undefined}"],
    [<Focus target="#1" />, 'byId("1")'],
    [<Url href="//evil.example" />, 'returned <Url>, which got the URL "//evil.example"'],
    [<Update target="#t" url="javascript:alert(1)" />, "<Update>, which got the URL"],
    [
      <Title>
        <b>x</b>
      </Title>,
      "<Title> with markup",
    ],
    [<Dispatch event="" />, '<Dispatch> with event={""}'],
    [<Append target="#t" removeAfter={-1} />, "removeAfter={-1}"],
    [<Prepend target="#t" limit={0} />, "limit={0}"],
    [<Attributes target="#t" set={{ "a b": "x" }} />, 'the attribute "a b"'],
    [<Attributes target="#t" set={{ onclick: "x" }} />, "onclick"],
    [<Attributes target="#t" set={{ href: "javascript:x" }} />, "does not run code"],
    [notFound(), "notFound(), which is for pages"],
    [
      <Optimistic>
        <p id="a" />
      </Optimistic>,
      "inside the element or form that triggers",
    ],
  ])("is refused: %o", async (returned, message) => {
    await expect(patches(returned)).rejects.toThrow(AuthorError)
    await expect(patches(returned)).rejects.toThrow(message)
  })

  it("has each page render itself where rerender() is not for one page", async () => {
    expect(await renderPatches([<Title>x</Title>, rerender()], { where })).toEqual([["title", "x"], ["refresh"]])
  })
})

describe("documents and markup", () => {
  it("give their patch elements beside their HTML", async () => {
    const document = (
      <html lang="en">
        <head>
          <Title>T</Title>
        </head>
        <body>
          <main>
            <p>x</p>
            <Flash kind="error">No</Flash>
          </main>
        </body>
      </html>
    )
    expect(await renderDocument(document)).toEqual({
      html: '<html lang="en"><head></head><body><main><p>x</p></main></body></html>',
      patches: [
        ["title", "T"],
        ["flash", "error", "No"],
      ],
    })
    expect(await renderMarkup([<b>1</b>, "2"])).toBe("<b>1</b>2")
  })

  it("hold what is optimistic as a template with the patches in it", async () => {
    const form = (
      <form>
        <Optimistic>
          <li id="new">{'"<&'}</li>
          <Append target="#l">
            <li>x</li>
          </Append>
        </Optimistic>
      </form>
    )
    const { html } = await renderDocument(form)
    const json = /^<form><template data-liveview-optimistic="([^"<]*)"><\/template><\/form>$/.exec(html)?.[1] ?? ""
    const text = json.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&amp;", "&")
    expect(JSON.parse(text)).toEqual([
      ["morph", "new", '<li id="new">&quot;&lt;&amp;</li>'],
      ["append", "#l", "<li>x</li>"],
    ])
  })
})

describe("addresses", () => {
  it.each(["/", "/a/b?c=d#e", "?a", "#a", "a/b", "/a:b", "/ü"])("on this site pass: %s", (url) => {
    expect(redirect(url).url).toBe(url)
  })

  it.each([
    "",
    "//evil",
    "\\\\evil",
    "/\\evil",
    "/\t/evil",
    "\t//evil",
    " //evil",
    "/\n/evil",
    "/a\r\nSet-Cookie: a=b",
    "javascript:alert(1)",
    "JAVASCRIPT:x",
    "java\nscript:x",
    "http://evil",
    "https:evil",
    "http:evil",
    "data:text/html,x",
    "mailto:a@b.c",
    "/.//evil",
    "/a/..//evil",
    "///evil",
    "http://this.invalid/",
    "//this.invalid/",
    "/\u0000",
  ])("elsewhere are refused: %j", (url) => {
    expect(() => redirect(url)).toThrow(AuthorError)
  })
})

it.each([
  ["a", "#a"],
  ["1a", "#\\31 a"],
  ["-1", "#-\\31 "],
  ["-", "#\\-"],
  ["a b.c#d", "#a\\ b\\.c\\#d"],
  ["ü_-é", "#ü_-é"],
  ["a\n\0", "#a\\a \ufffd"],
  [7, "#\\37 "],
])("byId(%j) is the selector %s", (id, selector) => {
  expect(byId(id)).toBe(selector)
})
