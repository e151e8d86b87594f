import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { z } from "zod"

import { page } from "../pages/page.ts"
import { Append } from "../patches/elements.ts"
import { openRawPage, type RawSocket } from "../testing/raw-page.ts"
import { openPage, testApp, type TestApp, type TestPage } from "../testing/index.ts"
import type { Returned } from "./returned.ts"
import { handler } from "./handler.ts"
import { on } from "./on.ts"
import { state } from "./state.ts"

const secret = "postgres://admin:hunter2@db"

/** A handler that returns what no handler may: the types keep authors from most of it. */
function nonsense(name: string, value: unknown) {
  return handler(name, () => value as Returned)
}

function Broken(): never {
  throw new Error(secret)
}

const big = state("big", () => ({ text: "" }))
const bad = {
  throws: handler("throws", () => {
    throw new Error(secret)
  }),
  rejects: handler("rejects", () => Promise.reject(new TypeError(secret))),
  throwsNothing: handler("throws_nothing", () => {
    throw undefined
  }),
  throwsResponse: handler("throws_response", () => {
    throw new Response(secret)
  }),
  noRoom: handler("no_room", ({ to, data }) => to(String(data.room ?? "")).send(<p id="result">sent</p>)),
  component: handler("component", () => (
    <p id="result">
      <Broken />
    </p>
  )),
  asyncComponent: handler("async_component", () => {
    const Late = async () => {
      await Promise.resolve()
      throw new Error(secret)
    }
    return (
      <p id="result">
        <Late />
      </p>
    )
  }),
  noId: handler("no_id", () => <li>{secret}</li>),
  noTarget: handler("no_target", () => <Append target="">x</Append>),
  number: nonsense("number", 42),
  text: nonsense("text", secret),
  object: nonsense("object", { html: "<b>without target</b>" }),
  functions: nonsense("functions", () => secret),
  unserializable: handler("unserializable", { state: big }, ({ state }) => {
    Object.assign(state, { self: state })
    return <p id="result">done</p>
  }),
  tooLarge: handler("too_large_state", { state: big }, ({ state }) => {
    state.text = "x".repeat(70_000)
    return <p id="result">done</p>
  }),
  generator: handler("generator", async function* () {
    yield <p id="result">begun</p>
    throw new Error(secret)
  }),
  scripts: handler("scripts", () => (
    <form id="result" action="javascript:alert(1)">
      text
    </form>
  )),
} as const

const missing = handler("missing", () => (
  <Append target="#nowhere">
    <p id="x">x</p>
  </Append>
))
const missingBroadcast = handler("missing_broadcast", ({ broadcast }) => broadcast({ target: "#nowhere", html: "x" }))
const strict = handler("strict", { data: z.object({ by: z.number() }) }, ({ data }) => <p id="result">{data.by}</p>)
const fine = handler("fine", ({ data, form }) => <p id="result">{`fine ${Object.keys(data)}${Object.keys(form)}`}</p>)
const hanging = handler("hanging", { timeout: 30 }, () => new Promise(() => undefined))

const main = page("/", {
  state: big,
  render: () => (
    <main>
      <p id="result" />
      {[...Object.values(bad), missing, missingBroadcast, fine, hanging].map((each) => (
        <button type="button" {...on("click", each)}>
          {each.name}
        </button>
      ))}
      {["nobody", "__proto__", "constructor", "toString"].map((name) => (
        <button type="button" data-liveview-function={name} data-action="click->page#run">
          {name}
        </button>
      ))}
      <button type="button" data-liveview-function="strict" data-data-by="many" data-action="click->page#run">
        strict
      </button>
    </main>
  ),
})
const brokenPage = page("/broken", () => <Broken />)
const forgotten = page("/forgotten", () => {
  void (<p>text</p>)
})
const brokenLoad = page("/rejects", () => Promise.reject(new Error(secret)))

let live: TestApp
beforeAll(async () => {
  live = await testApp({
    modules: {
      "components/bad.tsx": { ...bad, missing, missingBroadcast, strict, fine, hanging },
      "components/pages.tsx": { main, brokenPage, brokenLoad, forgotten },
    },
    mode: "production",
    printLog: false,
  })
})
afterAll(() => live.close())
beforeEach(() => {
  live.log.length = 0
  live.mistakes.length = 0
})

/** The page, its socket and everybody else go on; and nothing of the author's mistake has reached the browser. */
async function goesOn(opened: TestPage, bystander: TestPage): Promise<void> {
  for (const each of [opened, bystander]) {
    await each.click("fine")
    await each.settled()
    expect(each.text("#result")).toBe("fine")
  }
  expect(opened.frames.filter(({ text }) => text.startsWith("0"))).toHaveLength(1)
  const received = opened.frames.filter(({ direction }) => direction === "received").map(({ text }) => text)
  expect(received.join("\n")).not.toMatch(/hunter2|Error:|\.tsx?:\d|components\//)
  expect(opened.document.documentElement.outerHTML).not.toContain("hunter2")
}

describe("a handler", () => {
  const expected: Record<keyof typeof bad, RegExp> = {
    throws: /hunter2/,
    rejects: /hunter2/,
    throwsNothing: /Handler "throws_nothing" \(components\/bad\.tsx\)/,
    throwsResponse: /an object of Response/,
    noRoom: /to\(\) expected the name of a room/,
    component: /hunter2/,
    asyncComponent: /hunter2/,
    noId: /Handler "no_id" \(components\/bad\.tsx\) returned a <li> without an id\.[\s\S]*Expected an element with an id/,
    noTarget: /target/i,
    number: /Handler "number" \(components\/bad\.tsx\)[\s\S]*[Ee]xpected[\s\S]*(got|returned)/,
    text: /Handler "text" \(components\/bad\.tsx\)[\s\S]*[Ee]xpected/,
    object: /target/i,
    functions: /Handler "functions" \(components\/bad\.tsx\)[\s\S]*[Ee]xpected/,
    unserializable: /state|circular/i,
    tooLarge: /64 ?KB|65.?536/i,
    generator: /hunter2/,
    scripts: /javascript:/,
  }
  // In production a refused address is left out and logged; the rest is an error that the visitor is told of.
  const { scripts: _scripts, ...failing } = bad

  it.each(Object.entries(failing))("that fails (%s) is explained to its author, and harmless for everybody", async (key, { name }) => {
    const [opened, bystander] = await Promise.all([openPage(live, "/"), openPage(live, "/")])
    await opened.click(name)
    await opened.settled()
    expect(opened.errors).toEqual([{ code: "handler_error", reference: expect.stringMatching(/^[0-9a-f]{8}$/), function: name }])
    expect(opened.text("#liveview-notices")).toContain(opened.errors[0]?.reference)
    const [line = ""] = live.log.filter((text) => text.includes(String(opened.errors[0]?.reference)))
    expect(line).toContain(`Handler \\"${name}\\" (components/bad.tsx)`)
    expect(JSON.stringify(JSON.parse(line)).replaceAll('\\"', '"')).toMatch(expected[key as keyof typeof bad])
    expect(live.mistakes).toHaveLength(1)
    await goesOn(opened, bystander)
  })

  it("that hangs is given up", async () => {
    const [opened, bystander] = await Promise.all([openPage(live, "/"), openPage(live, "/")])
    await opened.click("hanging")
    await bystander.click("fine")
    await bystander.settled()
    await opened.settled()
    expect(opened.errors).toEqual([{ code: "handler_timeout", function: "hanging" }])
    expect(live.log.join("")).toContain('Handler \\"hanging\\" (components/bad.tsx) has not ended within 30 ms')
    expect(live.mistakes).toHaveLength(1)
    expect(opened.text("#liveview-notices")).not.toBe("")
    await goesOn(opened, bystander)
  })

  it("that sends an address which runs code has it left out, and its author is told", async () => {
    const opened = await openPage(live, "/")
    await opened.click("scripts")
    await opened.settled()
    expect(opened.attribute("#result", "action")).toBeNull()
    expect(live.log.join("")).toMatch(/javascript:/)
  })

  it.each(["nobody", "__proto__", "constructor", "toString"])(
    "that does not exist (%s) is refused, without telling which do",
    async (name) => {
      const [opened, bystander] = await Promise.all([openPage(live, "/"), openPage(live, "/")])
      await opened.click(name)
      await opened.settled()
      expect(opened.errors).toEqual([{ code: "unknown_function", function: name }])
      expect(opened.frames.at(-1)?.text).toMatch(/^43\d+\[\{"code":"unknown_function"\}\]$/)
      expect(String(live.mistakes[0]?.error)).toContain(`Handler "${name}" is not registered, and a page called it. Expected one of`)
      await goesOn(opened, bystander)
    },
  )

  it("is not called with data that its schema refuses", async () => {
    const [opened, bystander] = await Promise.all([openPage(live, "/"), openPage(live, "/")])
    await opened.click("strict")
    await opened.settled()
    expect([opened.errors, opened.text("#result")]).toEqual([[{ code: "invalid", function: "strict" }], ""])
    await goesOn(opened, bystander)
  })
})

describe("a target that is not on the page", () => {
  it("is an error where it answers the page's own event", async () => {
    const [opened, bystander] = await Promise.all([openPage(live, "/"), openPage(live, "/")])
    await opened.click("missing")
    await opened.settled()
    expect(opened.errors).toEqual([{ code: "missing_target", function: "missing" }])
    expect(opened.consoleErrors[0]).toContain('A patch of handler "missing" expected #nowhere on the page, found nothing.')
    await goesOn(opened, bystander)
  })

  it("is none where it was broadcast", async () => {
    const opened = await openPage(live, "/")
    await opened.click("missing_broadcast")
    await opened.settled()
    expect([opened.errors, opened.consoleErrors]).toEqual([[], []])
  })
})

describe("a page", () => {
  it.each(["/broken", "/rejects"])("that fails to load (%s) shows a reference, which the log has with the reason", async (path) => {
    const opened = await openPage(live, path)
    expect(opened.status).toBe(500)
    const [, reference] = /([0-9a-f]{8})/.exec(opened.text()) ?? []
    expect(reference).toBeDefined()
    expect(opened.document.documentElement.outerHTML).not.toContain("hunter2")
    const [line = ""] = live.log.filter((text) => text.includes(`"${reference}"`))
    expect(line).toContain(`GET ${path} failed`)
    expect(line).toContain("hunter2")
  })

  it("that returns nothing is not an empty page, but a mistake that its author is told", async () => {
    const opened = await openPage(live, "/forgotten")
    expect(opened.status).toBe(500)
    expect(String(live.mistakes[0]?.error)).toContain(
      'page("/forgotten") returned undefined. Expected markup, redirect(url), notFound(), or null',
    )
  })

  it("that nobody has declared is not found", async () => {
    const opened = await openPage(live, "/nowhere")
    expect([opened.status, opened.consoleErrors]).toEqual([404, []])
  })

  it.each(["/%", "/..%2f..%2fetc/passwd", "/a%00b", "//evil.example/x"])(
    "with a strange address (%s) is not found either",
    async (path) => {
      const response = await fetch(live.url + path)
      expect([400, 404]).toContain(response.status)
      expect(await response.text()).not.toMatch(/at .*\.ts/)
    },
  )
})

describe("a module", () => {
  it("that fails to load is reported with its reason, and the others work", async () => {
    const app = await testApp({
      modules: {
        "components/a.tsx": { fine, main },
        "components/b.tsx": () => Promise.reject(new SyntaxError("Unexpected token")),
        "components/c.tsx": { other: handler("fine", () => undefined) },
        "components/d.tsx": { other: page("/", () => <p />) },
      },
      printLog: false,
    })
    expect(app.report.lines).toEqual([
      "✓ components/a.tsx  1 handler, 1 page",
      "✗ components/b.tsx: Unexpected token",
      '✗ components/c.tsx: Two handlers are named "fine": in components/a.tsx and in components/c.tsx. Expected every name once.',
      '✗ components/d.tsx: Two pages have the path "/": in components/a.tsx and in components/d.tsx. Expected every path once.',
    ])
    expect(app.report.failures.map(({ path }) => path)).toEqual(["components/b.tsx", "components/c.tsx", "components/d.tsx"])
    const opened = await openPage(app, "/")
    await opened.click("fine")
    await opened.settled()
    expect(opened.text("#result")).toBe("fine")
    await app.close()
  })
})

describe("a malformed message", () => {
  let raw: RawSocket
  beforeEach(async () => {
    raw = await (await openRawPage(live, "/")).connect()
    return () => raw.close()
  })

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["a list", [1]],
    ["a text", "x"],
    ["a number", 5],
    ["null", null],
    ["an object as the function", { n: 1, f: {} }],
    ["no number", { f: "fine" }],
    ["number 0", { n: 0, f: "fine" }],
    ["text as data", { n: 1, f: "fine", d: "x" }],
    ["unknown fields", { n: 1, f: "fine", admin: true }],
    ["bytes", { n: 1, f: "fine", d: { file: Buffer.from("x") } }],
    ["another host", { n: 1, f: "fine", u: "//evil.example" }],
    ["too many keys", { n: 1, f: "fine", d: Object.fromEntries(Array.from({ length: 2_000 }, (_, key) => [key, 1])) }],
    ["too deep", { n: 1, f: "fine", d: Array.from({ length: 30 }).reduce<object>((inner) => ({ inner }), {}) }],
  ])("(%s) is refused as such, logged without what it holds, and the socket goes on", async (_what, message) => {
    expect(await raw.send(message)).toEqual({ code: "invalid" })
    expect(live.log.join("")).toContain("a malformed event was refused")
    expect(await raw.send({ n: 1, f: "fine" })).toEqual([expect.arrayContaining([expect.stringContaining("fine")])])
    expect(live.mistakes).toEqual([])
  })

  it("cannot reach the prototype of anything", async () => {
    expect(
      await raw.send(JSON.parse('{"n":1,"f":"fine","d":{"__proto__":{"admin":true}},"m":{"constructor":{"prototype":{"admin":true}}}}')),
    ).toBeInstanceOf(Array)
    expect(Reflect.get({}, "admin")).toBeUndefined()
  })

  it("of another name, or without an acknowledgement, is left alone", async () => {
    raw.socket.emit("admin", { drop: "tables" })
    raw.socket.emit("e", { n: 1, f: "fine" })
    expect(await raw.send({ n: 2, f: "fine" })).toBeInstanceOf(Array)
  })

  it("that is too large ends that socket and nobody else's", async () => {
    const bystander = await openPage(live, "/")
    const ended = new Promise((resolve) => raw.socket.once("disconnect", resolve))
    raw.socket.emit("e", { n: 1, f: "fine", d: { text: "x".repeat(200_000) } })
    await ended
    await bystander.click("fine")
    await bystander.settled()
    expect(bystander.text("#result")).toBe("fine")
  })

  it("that is sent without end cuts the page off", async () => {
    const ended = new Promise((resolve) => raw.socket.once("disconnect", resolve))
    for (let count = 0; count < 300; count++) raw.socket.emit("e", 5, () => undefined)
    await ended
  })
})
