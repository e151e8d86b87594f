import { SourceMap } from "node:module"

import * as check from "fast-check"
import { cloneElement, createContext, h, toChildArray, type VNode } from "preact"
import { useContext, useId } from "preact/hooks"
import { renderToStringAsync } from "preact-render-to-string"
import { afterEach, describe, expect, it } from "vitest"
import { type Environment, transformWithOxc } from "vite"

import { cases, factor } from "../../scripts/properties.mjs"
import { createElement } from "../jsx/create-element.ts"
import * as runtime from "../jsx/jsx-runtime.ts"
import { setMarkupPolicy } from "../jsx/markup-policy.ts"
import { trustedHtml } from "../jsx/trusted-html.ts"
import { precompiled } from "./precompiled.ts"
import { withTemplates } from "./jsx-templates.ts"

type Make = (scope: Record<string, unknown>) => VNode

/** The function that the TSX is the body of, compiled as it is without the plugin, or with it. */
async function compiled(tsx: string, templates: boolean): Promise<Make> {
  const source = `give(({ ${Object.keys(scope([])).join(", ")} }) => (${tsx}))`
  const code = (templates ? withTemplates(source, "test.tsx")?.code : undefined) ?? source
  const { code: script } = await transformWithOxc(code, "test.tsx", {
    sourceType: "module",
    jsx: { runtime: "automatic", importSource: "livetsx" },
  })
  const body = script.replace(/import \{([^}]*)\} from "([^"]*)";?/g, (_, names: string, from: string) => {
    return `const {${names.replaceAll(" as ", ": ")}} = modules[${JSON.stringify(from)}];`
  })
  const made: Make[] = []
  new Function("give", "modules", body)((make: Make) => made.push(make), modules)
  const [make] = made
  if (!make) throw new Error(`Nothing was made of ${tsx}`)
  return make
}

const modules = { "livetsx/jsx-runtime": runtime, "livetsx/jsx-dev-runtime": runtime, livetsx: { createElement } }

const Name = createContext("nobody")

/** What the TSX may name. `log` notes what is evaluated, in order. */
function scope(log: string[]) {
  const { jsx } = runtime
  const seen = <Value>(name: string, value: Value): Value => {
    log.push(name)
    return value
  }
  return {
    seen,
    text: `<"a" & 'b'>`,
    empty: "",
    number: 7,
    negative: -0.5,
    yes: true,
    no: false,
    nothing: null,
    missing: undefined,
    big: 9007199254740993n,
    fn: () => "never",
    object: { a: 1, toString: () => "an object" },
    css: { color: "red", marginTop: 4, "--x": 1, zIndex: 2 },
    bad: "javascript:alert(1)",
    signal: { value: "from a signal", peek: () => "" },
    html: trustedHtml("<b>bold</b>"),
    list: ["x", 1, null, ["<", false, jsx("i", { children: "in a list" })]],
    promise: Promise.resolve(jsx("em", { children: "later" })),
    promises: [Promise.resolve("p1"), "p2", [Promise.resolve(3)]],
    rest: { "data-a": 1, title: "t<", "aria-hidden": false, hidden: true, draggable: false, lang: null },
    identified: { id: "given", role: "row" },
    odd: { className: "c", tabIndex: 2, onClick: () => {}, style: { top: 1 } },
    keyed: { key: "k", children: "from the spread", "data-key": 1 },
    code: { onclick: "alert(1)", HREF: "javascript:x", name: "n" },
    Row: ({ id, children }: { id?: string; children?: unknown }) => jsx("li", { class: "row", ...(id ? { id } : {}), children }),
    Pass: ({ children }: { children: unknown }) => children,
    Later: async ({ children }: { children: unknown }) => {
      await Promise.resolve()
      return jsx("u", { children })
    },
    Inspect: ({ children }: { children: never }) =>
      toChildArray(children).map((child) =>
        typeof child === "object"
          ? cloneElement(child, { title: `${String(child.type)} ${Object.keys(child.props)} ${String(child.key)}`, class: "cloned" })
          : child,
      ),
    Change: ({ children }: { children: VNode<object> }) => {
      Object.assign(children.props, { title: "changed", children: "changed" })
      return children
    },
    Give: ({ children }: { children: VNode }) => h(Name.Provider, { value: "somebody" }, children),
    Take: () => `${useContext(Name)} ${useId()}`,
  }
}

interface Outcome {
  html?: string
  failed?: boolean
  log: string[]
  reports: string[]
}

async function outcome(make: Make, throws: boolean): Promise<Outcome> {
  const log: string[] = []
  const reports: string[] = []
  setMarkupPolicy({ throws, report: (message) => reports.push(message) })
  try {
    const html = await renderToStringAsync(make(scope(log)))
    return { html, log, reports: reports.sort() }
  } catch {
    // Which of two mistakes is found first may differ.
    return { failed: true, log: [], reports: [] }
  }
}

async function expectSame(tsx: string): Promise<Outcome> {
  const [ordinary, precompiled] = [await compiled(tsx, false), await compiled(tsx, true)]
  for (const throws of [true, false]) expect(await outcome(precompiled, throws), tsx).toEqual(await outcome(ordinary, throws))
  return outcome(precompiled, false)
}

const values = Object.keys(scope([])).filter(
  (name) => /^[a-z]/.test(name) && !["seen", "html", "promise", "promises", "list"].includes(name),
)
const spreads = ["rest", "identified", "odd", "keyed", "code", "missing", "no"]
const tags =
  "div p b li ul tr td table input br pre button a img label select option textarea svg path circle foreignObject my-box title".split(" ")
const components = ["Row", "Pass", "Later", "Inspect", "Give"]
const names =
  "class className id title href src value checked selected disabled hidden style tabIndex colSpan aria-label aria-hidden data-x data-key draggable spellcheck key htmlFor viewBox strokeWidth xlinkHref defaultValue dir name".split(
    " ",
  )

const value = check.oneof(
  check.constantFrom(...values),
  check.tuple(check.nat(9), check.constantFrom(...values)).map(([at, name]) => `seen("${at}", ${name})`),
  check.constantFrom("`a$" + "{number}`", "number as number", "text!", "(no, text)", "yes ? text : nothing", `"plain"`, "1", "null"),
)
const attribute = check.oneof(
  { weight: 4, arbitrary: check.tuple(check.constantFrom(...names), value).map(([name, expression]) => `${name}={${expression}}`) },
  check.constantFrom(...names).map((name) => `${name}="st&amp;atic"`),
  check.constantFrom(...names),
  check.constantFrom(...spreads).map((name) => `{...${name}}`),
  check.constantFrom("{...seen('s', rest)}", "/* comment */", "dangerouslySetInnerHTML={html}", 'href="javascript:1"', "style={css}"),
)
const attributes = check
  .array(attribute, { maxLength: 4 })
  .map((all) => [...new Map(all.map((one) => [one.split("=")[0], one])).values()].join(" "))

const { element } = check.letrec<{ element: string; child: string }>((tie) => ({
  element: check
    .tuple(
      check.oneof({ weight: 5, arbitrary: check.constantFrom(...tags) }, check.constantFrom(...components, "")),
      attributes,
      children(tie),
    )
    .map(([tag, written, within]) => {
      if (tag === "") return `<>${within}</>`
      // Nobody shows what stands within an element that has HTML of its own; whether mistakes in it are found is not kept.
      return within === "" || written.includes("dangerouslySetInnerHTML")
        ? `<${tag} ${written} />`
        : `<${tag} ${written}>${within}</${tag}>`
    }),
  child: check.oneof(
    { maxDepth: 4, depthIdentifier: "tree" },
    check.constantFrom("text", " ", "\n    two\n  lines\n", "&lt;&nbsp;&#123;", "{/* comment */}", '{" "}', "é😀", "{1}", "{`t`}"),
    value.map((expression) => `{${expression}}`),
    check.constantFrom("{list}", "{promise}", "{promises}", "<Take />"),
    tie("element"),
    tie("element").map((within) => `{[1, 2].map((n) => ${within})}`),
    tie("element").map((within) => `{yes && ${within}}`),
    check
      .tuple(tie("element"), check.constantFrom("key={n}", 'key="k"', "key={text + n}", ""))
      .map(([within, key]) => `{[1, 2].map((n) => { const Own = () => ${within}; return <Own ${key} /> })}`),
    tie("element").map((within) => `{[1].map((n) => { const Own = async () => ${within}; return <Own key="late" /> })}`),
  ),
}))

function children(tie: check.LetrecTypedTie<{ element: string; child: string }>) {
  return check.array(tie("child"), { maxLength: 3, depthIdentifier: "tree" }).map((all) => all.join(""))
}

afterEach(() => setMarkupPolicy({ throws: true, report: () => {} }))

describe("TSX with templates", () => {
  it(
    "renders, evaluates and refuses what it does without, whatever it is",
    async () => {
      await check.assert(
        check.asyncProperty(element, async (tsx) => {
          // HTML that stands in SVG is put out of it by every browser; how Preact writes the names of its attributes there is not kept.
          check.pre(!/<svg.*(?:tabIndex|colSpan)/s.test(tsx))
          await expectSame(tsx)
        }),
        cases(400),
      )
    },
    60_000 * factor,
  )

  it.each([
    ["an id in place of a key", "<Pass><li key={number} id={missing}>a</li><li key={number} id={text}>b</li></Pass>"],
    [
      "a key that is passed on, over its own",
      "<ul>{[1].map((n) => { const Own = () => <li key={text}>x</li>; return <Own key={n} /> })}</ul>",
    ],
    [
      "a key that is passed on, and an id",
      "<ul>{[1].map((n) => { const Own = () => <li id={no ? text : missing}>x</li>; return <Own key={n} /> })}</ul>",
    ],
    ["attributes that are spread over others", '<b title="a" {...rest} lang="en">x</b>'],
    ["attributes that are spread with an id", "<b key={number} {...identified}>x</b>"],
    [
      "true, false and nothing",
      "<b hidden={yes} lang={no} title={nothing} aria-hidden={no} draggable={yes} class={empty}>{yes}{no}{nothing}</b>",
    ],
    ["the order in which keys are asked for", '<b key={seen("key", number)} title={seen("title", text)}>{seen("child", text)}</b>'],
    ["a signal", "<b title={signal}>{signal}</b>"],
    ["functions that are not called", "<p>{() => text}{[() => text]}</p>"],
    ["functions that are not called in a fragment", "<p><>{() => text}</>{text}</p>"],
    [
      "an option of a component's in a select",
      '<select value="2">{[1, 2].map((n) => { const Own = () => <option value={n}>{n}</option>; return <Own /> })}</select>',
    ],
    ["what is put into SVG", '<svg viewBox="0">{[1].map((n) => <path key={n} d={text} />)}<g strokeWidth="2" /></svg>'],
    ["elements that are looked into and cloned", "<Inspect><b key={number} class={text}>{list}</b>text<i /></Inspect>"],
    ["elements that are changed by who looks into them", "<Change><b title={text}>{number}</b></Change>"],
    ["context and ids of hooks", "<Give><p><Take /><b>{yes && <Take />}</b></p></Give>"],
    ["promises and components that wait", '<p><Later>{promise}</Later>{promises}<b title="&eacute;">&nbsp;{" "}</b></p>'],
    ["space, comments and entities", "<pre>\n  a\n  {/* no */}b &amp; &#60;\n\n c {text}\n</pre>"],
    ["parts with nothing between them", "<p><Take /><select /><Take />{text}{number}</p>"],
    ["HTML that is trusted", "<p>{text}<b dangerouslySetInnerHTML={html} /></p>"],
  ])("keep %s", async (_, tsx) => {
    await expectSame(tsx)
  })

  it("takes an element with all that is in it for one template, declared before anything is run", () => {
    const code = 'const early = Row({ n: 1 })\nfunction Row({ n }) { return <li key={n} class="a">{/* n */ n}<b {...n.more}>!</b></li> }'
    expect(withTemplates(code, "/row.tsx")?.code).toBe(
      'import { template as _livetsxTemplate, fill as _livetsxFill } from "livetsx/jsx-runtime"; ' +
        'var _livetsx0_; function _livetsx0() { return _livetsx0_ ??= _livetsxTemplate("li", ["key","child",{"tag":"b","beside":[]}], ' +
        '(h0,h1,h2) => <li key={h0} class="a">{h1}<b {...h2}>!</b></li>) } ' +
        "const early = Row({ n: 1 })\nfunction Row({ n }) { return _livetsxFill(_livetsx0(), n, n, {...n.more}) }",
    )
  })

  it.each([
    "<Row />",
    "<><Row /></>",
    "<select />",
    "<option>{text}</option>",
    "<svg>{text}</svg>",
    "<b ref={text} />",
    "<b style={css} />",
    "<br>{text}</br>",
    '<a href="javascript:alert(1)" />',
    '<a href="&#106;avascript:alert(1)" />',
    "<b key={next()}>{text}</b>",
    '<b dangerouslySetInnerHTML={html} children="x" />',
  ])("leaves alone what depends on more than its holes: %s", (tsx) => {
    expect(withTemplates(tsx, "/a.tsx")).toBeUndefined()
  })

  it("leaves mistakes of syntax to the compiler that tells of them", () => {
    expect(withTemplates("const a = <b>{text</b>", "/a.tsx")).toBeUndefined()
  })

  it("leaves alone what is made for another runtime, and has names that nobody else has", () => {
    expect(withTemplates("/** @jsxImportSource preact */ <b />", "/a.tsx")).toBeUndefined()
    expect(withTemplates("const _livetsx = <b />", "/a.tsx")?.code).toContain("= __livetsxFill(__livetsx0())")
  })

  it("tells where in the source everything stands", () => {
    const code =
      "const a = <ul>\n  {rows.map((row) => (\n    <li id={wrong(row)}>é😀 {tardy(row)} <Row of={last(row)} /></li>\n  ))}\n</ul>"
    const result = withTemplates(code, "/a.tsx")
    const lines = result?.code.split("\n") ?? []
    const map = new SourceMap(JSON.parse(String(result?.map)))
    for (const name of ["rows.map", "wrong(", "tardy(", "last("]) {
      const line = lines.findIndex((text) => text.includes(name))
      const found = map.findEntry(line, lines[line]?.indexOf(name) ?? -1)
      const original = code.slice(0, code.indexOf(name)).split("\n")
      expect([name, found]).toEqual([
        name,
        expect.objectContaining({ originalLine: original.length - 1, originalColumn: original.at(-1)?.length }),
      ])
    }
  })

  it.each(['<p>{text}<a href="javascript:1" title={text} /></p>', "<p><a href={bad}>{text}</a></p>", "<p><b {...code} /></p>"])(
    "tell of what is refused where it was written: %s",
    async (tsx) => {
      const make = await compiled(`[1].map(function author() { return ${tsx} })`, true)
      const stack = await Promise.resolve()
        .then(() => make(scope([])))
        .catch((error: Error) => error.stack)
      const frames = String(stack)
        .split("\n")
        .filter((line) => /^ {4}at /.test(line) && !line.includes("/server/jsx/"))
      expect(frames[0]).toContain("author")
    },
  )

  it("are what the server is built from, and not the browser's script", () => {
    const { applyToEnvironment, transform } = precompiled()
    expect(["ssr", "client"].map((name) => applyToEnvironment?.({ name } as Environment))).toEqual([true, false])
    expect(transform).toMatchObject({ filter: { id: { include: /\.[jt]sx$/ } } })
  })
})
