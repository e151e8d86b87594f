// @vitest-environment jsdom
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

import { cases } from "../../scripts/properties.mjs"
import type { Children } from "../jsx/jsx-runtime.ts"
import type { Difference } from "../protocol.ts"
import { difference } from "./difference.ts"
import { isAddressable } from "./html-tree.ts"
import { ReferencePage } from "./reference-page.ts"
import { renderMarkup } from "./render.ts"

/** Bytes of the whole frame in which Socket.IO acknowledges an event with these patches. */
const frame = (operations: Difference[] | undefined): number => Buffer.byteLength(`4312[${JSON.stringify(operations ?? "whole")}]`)

/** Applies the difference and compares the page with one that was sent the whole. */
function applied(before: string, after: string, id = "root"): Difference[] | undefined {
  const operations = difference(id, before, after)
  const page = new ReferencePage(`<body><p></p>${before}</body>`)
  const whole = new ReferencePage(`<body><p></p>${before}</body>`)
  whole.morph(id, after)
  if (operations) page.apply(operations)
  else page.morph(id, after)
  if (!page.document.isEqualNode(whole.document)) expect(page.document.body.outerHTML).toBe(whole.document.body.outerHTML)
  return operations
}

const rendered = async (before: Children, after: Children) => applied(await renderMarkup(before), await renderMarkup(after))

interface Person {
  id: number
  name: string
}
const people = (count: number): Person[] => Array.from({ length: count }, (_, id) => ({ id, name: `Person ${id}` }))

function Row({ id, name }: Person) {
  return (
    <tr id={`row-${id}`}>
      <td>{id}</td>
      <td>{name}</td>
      <td>person{id}@example.com</td>
      <td>active</td>
      <td>
        <button type="button" data-action="click->page#run" data-liveview-function="person:remove" data-data-id={id}>
          Remove
        </button>
      </td>
    </tr>
  )
}

function KeyedRow({ id, name }: Person) {
  return (
    <tr>
      <td>{id}</td>
      <td>{name}</td>
      <td>person{id}@example.com</td>
      <td>active</td>
      <td>
        <button type="button" data-action="click->page#run" data-liveview-function="person:remove" data-data-id={id}>
          Remove
        </button>
      </td>
    </tr>
  )
}

function Table({ rows, keyed }: { rows: Person[]; keyed?: boolean }) {
  return (
    <table id="root">
      <thead>
        <tr>
          <th>Id</th>
          <th>Name</th>
          <th>Mail</th>
          <th>State</th>
          <th />
        </tr>
      </thead>
      <tbody id="rows">{rows.map((row) => (keyed ? <KeyedRow key={row.id} {...row} /> : <Row {...row} />))}</tbody>
    </table>
  )
}

describe("bytes of a reply", () => {
  const moved = (rows: Person[], one: number, other: number) =>
    rows.map((row, index) => rows[index === one ? other : index === other ? one : index] ?? row)
  const named = (rows: Person[], at: number, name: string) => rows.map((row, index) => (index === at ? { ...row, name } : row))

  it("of a counter are 45 or fewer", async () => {
    const Counter = ({ count }: { count: number }) => (
      <section id="root">
        <h1>Counter</h1>
        <output>{count}</output>
        <button type="button" data-data-by="1">
          +1
        </button>
      </section>
    )
    const operations = await rendered(<Counter count={9} />, <Counter count={10} />)
    expect(operations).toEqual([[0, "root", 1, "10"]])
    expect(frame(operations)).toBeLessThanOrEqual(45)
  })

  it.each([false, true])("of one row of 100 are 45 or fewer (keyed: %s)", async (keyed) => {
    const rows = people(100)
    const operations = await rendered(<Table rows={rows} keyed={keyed} />, <Table rows={named(rows, 57, "Nobody")} keyed={keyed} />)
    expect(operations).toEqual([[0, "root", [1, 57, 1], "Nobody"]])
    expect(frame(operations)).toBeLessThanOrEqual(45)
  })

  it.each([false, true])("of a row appended are 140 or fewer (keyed: %s)", async (keyed) => {
    const count = 100
    const rows = people(count)
    const operations = await rendered(
      <Table rows={rows} keyed={keyed} />,
      <Table rows={[...rows, { id: count, name: "Somebody" }]} keyed={keyed} />,
    )
    expect(operations).toHaveLength(1)
    expect(frame(operations)).toBeLessThanOrEqual(140)
  })

  it.each([
    [false, 130],
    [true, 130],
    [false, 1020],
    [true, 1020],
  ])("of a row prepended are 140 or fewer (keyed: %s, %d rows)", async (keyed, count) => {
    const rows = people(count)
    const operations = await rendered(
      <Table rows={rows} keyed={keyed} />,
      <Table rows={[{ id: count, name: "Somebody" }, ...rows]} keyed={keyed} />,
    )
    expect(operations).toHaveLength(1)
    expect(frame(operations)).toBeLessThanOrEqual(140)
  })

  it.each([false, true])("of the first row of 130 removed are 40 or fewer (keyed: %s)", async (keyed) => {
    const rows = people(130)
    const operations = await rendered(<Table rows={rows} keyed={keyed} />, <Table rows={rows.slice(1)} keyed={keyed} />)
    expect(operations).toEqual([[3, "root", 1, 0]])
    expect(frame(operations)).toBeLessThanOrEqual(40)
  })

  it.each([false, true])("of two rows of 1,000 swapped are 70 or fewer (keyed: %s)", async (keyed) => {
    const rows = people(1000)
    const operations = await rendered(<Table rows={rows} keyed={keyed} />, <Table rows={moved(rows, 10, 900)} keyed={keyed} />)
    expect(operations).toHaveLength(2)
    expect(frame(operations)).toBeLessThanOrEqual(70)
  })
})

describe("the difference", () => {
  it.each<[string, string, string, Difference[] | undefined]>([
    ["nothing", "<p>a</p>", "<p>a</p>", []],
    ["text with entities", "<p>a</p>", "<p>&lt;b&gt; &amp; &quot;c&quot;</p>", [[0, "root", 0, '<b> & "c"']]],
    ["text beside elements", "<p>a<b>x</b>c</p>", "<p>a<b>x</b>d</p>", [[0, "root", [0, 2], "d"]]],
    ["the first text", "<p></p><i></i>", "<p>a</p><i></i>", [[2, "root", 0, 0, "a"]]],
    ["the last text", "<p>a</p><i></i>", "<p></p><i></i>", [[3, "root", 0, 0]]],
    [
      "texts that become one",
      "<p>a<b>x</b>c</p>",
      "<p>ac</p>",
      [
        [3, "root", 0, 1, 2],
        [0, null, [0, 0], "ac"],
      ],
    ],
    [
      "a text before an element with an id",
      '<p>a</p>b<i id="i">longer text</i>',
      '<p>a</p>c<i id="i">longer text</i>',
      [[0, "root", 1, "c"]],
    ],
    [
      "attributes",
      '<input class="a" disabled value="x"/>',
      '<input class="b" value="x" checked/>',
      [[1, "root", 0, { class: "b", disabled: null, checked: "" }]],
    ],
    [
      "another tag",
      "<b>some text</b><p>long enough to matter</p>",
      "<i>some text</i><p>long enough to matter</p>",
      [[5, "root", 0, "<i>some text</i>"]],
    ],
    ["the text of a textarea", "<textarea>a &lt; b</textarea>", "<textarea>a &lt; c</textarea>", [[0, "root", 0, "a < c"]]],
    [
      "a style",
      "<style>a{}</style><p>some text here, long enough</p>",
      "<style>b{}</style><p>some text here, long enough</p>",
      [[5, "root", 0, "<style>b{}</style>"]],
    ],
    [
      "a template",
      "<template><p>1</p></template><p>some text here</p>",
      "<template><p>2</p></template><p>some text here</p>",
      [[5, "root", 0, "<template><p>2</p></template>"]],
    ],
    ["attributes in SVG", '<svg><path d="a"></path></svg>', '<svg><path d="b"></path></svg>', [[1, "root", [0, 0], { d: "b" }]]],
    [
      "children in SVG",
      "<p>some text here</p><svg><g></g></svg>",
      "<p>some text here</p><svg><g></g><g></g></svg>",
      [[6, "root", 1, 1, 0, []]],
    ],
    [
      "other children in SVG",
      "<p>some text here</p><svg><g></g></svg>",
      "<p>some text here</p><svg><g></g><a></a></svg>",
      [[5, "root", 1, "<svg><g></g><a></a></svg>"]],
    ],
    [
      "attributes that SVG's parser writes",
      '<p>some text here</p><svg viewBox="0"></svg>',
      '<p>some text here</p><svg viewBox="1"></svg>',
      [[5, "root", 1, '<svg viewBox="1"></svg>']],
    ],
  ])("%s", (_, before, after, operations) => {
    expect(applied(`<div id="root">${before}</div>`, `<div id="root">${after}</div>`)).toEqual(operations)
  })

  it("leaves what a permanent element holds alone, but for its data", () => {
    const permanent = (inside: string) => `<div id="root"><div data-liveview-permanent ${inside}</div><p>x</p></div>`
    expect(difference("root", permanent('data-a="1" class="a"><b>1</b>'), permanent('data-a="2" class="b"><b>2</b>'))).toEqual([
      [1, "root", 0, { "data-a": "2" }],
    ])
    expect(difference("root", permanent("><b>1</b>"), permanent("><b>2</b>"))).toEqual([])
  })

  it("sends what is no longer permanent whole, since nobody knows what it holds", () => {
    expect(
      difference(
        "root",
        '<div id="root"><p data-liveview-permanent>1</p><b>long enough to matter</b></div>',
        '<div id="root"><p>1</p><b>long enough to matter</b></div>',
      ),
    ).toEqual([[5, "root", 0, "<p>1</p>"]])
  })

  it("starts from an element with an id where that is shorter", () => {
    const html = (text: string) => `<main id="root-of-all-this"><div><p>1</p></div><div><p id="p"><b>${text}</b></p></div></main>`
    expect(applied(html("1"), html("2"), "root-of-all-this")).toEqual([[0, "p", 0, "2"]])
  })

  it("does not copy a row that holds what a person may have typed", () => {
    const row = (id: number) => `<li id="${id}"><label>A long enough label</label><input name="a long name"/></li>`
    expect(difference("root", `<ul id="root">${row(1)}</ul>`, `<ul id="root">${row(1)}${row(2)}</ul>`)).toEqual([
      [2, "root", [], 1, row(2)],
    ])
  })

  it("is the whole where the whole is smaller", () => {
    expect(difference("root", '<p id="root"><a></a><b></b></p>', '<p id="root">x<i class="1"></i>y</p>')).toBeUndefined()
  })

  it.each([
    ["rows without a table body", "<table><tr><td>1</td></tr></table>"],
    ["blocks in a paragraph", "<p><div>1</div></p>"],
    ["blocks deep in a paragraph", "<p><span><ul></ul></span></p>"],
    ["links in links", "<a>1<b><a>2</a></b></a>"],
    ["buttons in buttons", "<button><i><button></button></i></button>"],
    ["forms in forms", "<form><div><form></form></div></form>"],
    ["items in items", "<li>1<span><li></li></span></li>"],
    ["headings in headings", "<h1><h2>1</h2></h1>"],
    ["text in a table", "<table>1<tbody></tbody></table>"],
    ["cells outside a table", "<div><td>1</td></div>"],
    ["elements in an option", "<select><option><b>1</b></option></select>"],
    ["a line break that is dropped", "<textarea>\n1</textarea>"],
    ["a line break that is dropped in pre", "<pre>\n1</pre>"],
    ["HTML in SVG", "<svg><p>1</p></svg>"],
    ["MathML", "<math><mi>1</mi></math>"],
    ["void elements with content", "<br>1</br>"],
    ["self-closed elements", "<div/>1"],
    ["capitals", "<DIV>1</DIV>"],
    ["an image that is none", "<image>1</image>"],
    ["a carriage return", "<p>\r1</p>"],
    ["the root of a shadow", '<template shadowrootmode="open">1</template>'],
    ["what is not closed", "<p>1"],
    ["two roots", "</div><div>1"],
  ])("is the whole where a browser builds something else: %s", (_, markup) => {
    const before = `<div id="root">${markup}<p>some text, so that the whole is longer</p></div>`
    const after = `<div id="root">${markup.replace("1", "2")}<p>other text, so that the whole is longer</p></div>`
    expect(difference("root", before, after)).toBeUndefined()
    expect(isAddressable(before)).toBe(false)
  })

  it("reads the body from an empty anchor", () => {
    const body = (text: string) => `<body class="a"><main><p>${text}</p><p>some text that stays</p></main></body>`
    expect(difference("", body("a"), body("b"))).toEqual([[0, "", [0, 0], "b"]])
  })
})

const text = fc.constantFrom("a", "b", "a ", " ", "<", '"&', "ü\u2028", "__proto__")
const attributes = fc.record({ class: text, title: text, hidden: fc.constant(true), "data-x": text, value: text }, { requiredKeys: [] })
const key = fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined })

/** Any tree that TSX can hold; ids are often the same by accident, so that keys, moves and duplicates all occur. */
const { node } = fc.letrec<{ node: Children; nodes: Children[] }>((tie) => ({
  nodes: fc.array(tie("node"), { maxLength: 6 }) as fc.Arbitrary<Children[]>,
  node: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    text,
    attributes.map((props) => <input {...props} />),
    fc
      .record({ props: attributes, key, id: key, children: tie("nodes"), tag: fc.constantFrom("div", "span", "section") })
      .map(({ props, key: rowKey, id, children, tag: Tag }) => {
        const Element = Tag as "div"
        return (
          <Element key={rowKey} {...props} id={id === undefined ? undefined : `i${id}`}>
            {children}
          </Element>
        )
      }),
    fc.array(fc.record({ id: fc.integer({ min: 0, max: 20 }), cells: fc.array(text, { maxLength: 3 }) }), { maxLength: 8 }).map((rows) => (
      <table>
        <tbody>
          {rows.map(({ id, cells }) => (
            <tr key={id} data-data-id={id}>
              {cells.map((cell) => (
                <td>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    )),
    fc.array(text, { maxLength: 4 }).map((options) => (
      <select>
        {options.map((option) => (
          <option value={option}>{option}</option>
        ))}
      </select>
    )),
    fc.record({ d: text, children: fc.array(text, { maxLength: 2 }) }).map(({ d, children }) => (
      <svg viewBox={d} aria-hidden="true">
        <path d={d} />
        {children.map((child) => (
          <text x={child}>{child}</text>
        ))}
      </svg>
    )),
    text.map((value) => <textarea value={`x${value}`} />),
  ) as fc.Arbitrary<Children>,
}))
const tree = fc.array(node, { maxLength: 5 })

describe("any two trees", () => {
  it("end equal, whichever way the page was told", async () => {
    await fc.assert(
      fc.asyncProperty(tree, tree, async (before, after) => {
        await rendered(<div id="root">{before}</div>, <div id="root">{after}</div>)
      }),
      cases(200),
    )
  }, 60_000)

  it("end equal when one is an edit of the other", async () => {
    await fc.assert(
      fc.asyncProperty(tree, tree, fc.nat(5), fc.nat(5), async (nodes, others, start, count) => {
        await rendered(
          <div id="root" title="some longer text">
            {nodes}
            <p>tail that stays where it is</p>
          </div>,
          <div id="root" title="some longer text">
            {nodes.toSpliced(start, count, ...others.slice(0, 2))}
            <p>tail that stays where it is</p>
          </div>,
        )
      }),
      cases(200),
    )
  }, 60_000)

  it("end equal for any order of keyed rows", async () => {
    const rows = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 24 })
    await fc.assert(
      fc.asyncProperty(rows, rows, fc.boolean(), async (before, after, keyed) => {
        const table = (ids: number[]) => <Table keyed={keyed} rows={ids.map((id) => ({ id, name: `Person ${id}` }))} />
        await rendered(table(before), table(after))
      }),
      cases(100),
    )
  }, 60_000)
})
