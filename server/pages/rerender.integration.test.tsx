import { afterAll, beforeAll, expect, it } from "vitest"

import { handler } from "../events/handler.ts"
import { on } from "../events/on.ts"
import { state } from "../events/state.ts"
import { rerender } from "../patches/control-values.ts"
import { Append, Flash, Url, Visit } from "../patches/elements.ts"
import { openPage, testApp, type TestApp, type TestPage } from "../testing/index.ts"
import { layout } from "./layout.tsx"
import { page } from "./page.ts"

const count = state("count", () => ({ n: 0 }))
const add = handler("add", { state: count }, ({ state }) => {
  state.n++
  return rerender()
})
const climb = handler("climb", { state: count }, async function* ({ state, send, to, room }) {
  state.n = 5
  yield rerender()
  state.n = 6
  await send([<Append target="#seen">sent</Append>, rerender()])
  state.n = 7
  await to(room).send(rerender())
  state.n = 8
})
const fail = handler("fail", { state: count }, async function* ({ state }) {
  state.n = 50
  yield rerender()
  throw new Error("no")
})
let changes = 0
const everywhere = handler("everywhere", ({ broadcast }) => {
  changes++
  return broadcast(rerender())
})
const nearby = handler("nearby", ({ to }) => {
  changes++
  return to("nearby").send([<Flash kind="info">Hello</Flash>, rerender()])
})
const sort = handler("sort", () => <Url href="/lists/home?sort=date" />)
const sortAtOnce = handler("sort at once", () => [rerender(), <Url key="url" href="?sort=size" />])
const leave = handler("leave", () => <Visit url="/elsewhere" />)

const shell = layout(({ children, title, lang, room, head }) => (
  <html lang={lang} data-room={room}>
    <head>
      <title>{`${title} · Lists & more`}</title>
      {head}
    </head>
    <body data-controller="page">{children}</body>
  </html>
))

const listPage = page("/lists/:list", {
  title: ({ state }) => `Changed ${state.n} times`,
  state: count,
  rooms: ["nearby"],
  render: ({ params, query, state }) => (
    <>
      <h1>{`${params.list} by ${query.sort ?? "name"}, ${state.n}`}</h1>
      <p id="seen" data-liveview-permanent />
      <input aria-label="Note" />
      <output>{changes}</output>
      {[climb, fail, everywhere, nearby].map((handler) => (
        <button key={handler.name} type="button" {...on("click", handler)}>
          {handler.name}
        </button>
      ))}
      <button type="button" {...on("click", add)}>
        add
      </button>
      <button type="button" {...on("click", sort)}>
        sort
      </button>
      <button type="button" {...on("click", sortAtOnce)}>
        sort at once
      </button>
      <button type="button" {...on("click", leave)}>
        leave
      </button>
    </>
  ),
})

const visits = state("visits", () => ({ count: 0, names: [] as string[] }))
const look = handler("look", { state: visits }, ({ state }) => {
  state.names.push("look")
  return rerender()
})
const steps: (() => void)[] = []
const visitedPage = page("/visited", {
  state: visits,
  render: async ({ state, query }) => {
    state.count++
    if (query.slow && state.count > 1) await new Promise<void>((resolve) => steps.push(resolve))
    return (
      <>
        <h1>{[state.count, ...state.names].join(" ")}</h1>
        <button type="button" {...on("click", look)}>
          look
        </button>
      </>
    )
  },
})

let live: TestApp
beforeAll(async () => {
  live = await testApp({
    modules: {
      "components/list.tsx": {
        shell,
        add,
        climb,
        fail,
        everywhere,
        nearby,
        look,
        sort,
        sortAtOnce,
        leave,
        listPage,
        visitedPage,
        elsewhere: page("/elsewhere", () => <h1>Elsewhere</h1>),
      },
    },
  })
})
afterAll(() => live.close())

async function clicked(...buttons: string[]) {
  const opened = await openPage(live, "/lists/home")
  for (const button of buttons) {
    await opened.click(button)
    await opened.settled()
  }
  return opened
}

it("keeps what the layout makes of the title", async () => {
  const opened = await clicked("add")
  expect([opened.title, opened.text("h1")]).toEqual(["Changed 1 times · Lists & more", "home by name, 1"])
})

it("renders the page for the address that it has now", async () => {
  const opened = await clicked("sort", "add")
  expect([opened.url, opened.text("h1")]).toEqual(["/lists/home?sort=date", "home by date, 1"])
})

it("renders the page for the address that it gets in the same answer", async () => {
  const opened = await clicked("sort at once")
  expect([opened.url, opened.text("h1")]).toEqual(["/lists/home?sort=size", "home by size, 0"])
  await opened.click("add")
  await opened.settled()
  expect(opened.text("h1")).toBe("home by size, 1")
})

it("goes to another page without an error", async () => {
  const opened = await clicked("leave")
  await opened.waitFor(() => opened.url === "/elsewhere")
  await opened.settled()
  expect([opened.text("h1"), opened.errors, opened.consoleErrors]).toEqual(["Elsewhere", [], []])
})

it("shows what a handler has changed in its state so far", async () => {
  const opened = await openPage(live, "/lists/home")
  const shown: string[] = []
  opened.document.addEventListener("liveview:patch", () => shown.push(opened.text("h1")))
  await opened.click("climb")
  await opened.settled()
  expect(shown).toEqual(["home by name, 5", "home by name, 6", "home by name, 7"])
  await opened.click("add")
  await opened.settled()
  expect(opened.text("h1")).toBe("home by name, 9")
})

it("keeps nothing of a state that was shown where the handler then failed", async () => {
  const opened = await clicked("fail")
  expect(opened.text("h1")).toBe("home by name, 50")
  await opened.click("add")
  await opened.settled()
  expect(opened.text("h1")).toBe("home by name, 1")
})

it.each(["everywhere", "nearby", "from outside"])("has each page render itself where it is told to others (%s)", async (button) => {
  const other = await clicked("add", "add")
  await other.type("Note", "half a")
  const opened = await clicked("add")
  const before = changes
  if (button !== "from outside") await opened.click(button)
  else {
    changes++
    await live.live.broadcast(rerender())
  }
  for (const page of [opened, other]) await page.waitFor(() => page.text("output") === String(before + 1))
  expect([opened.text("h1"), other.text("h1"), other.title]).toEqual([
    "home by name, 1",
    "home by name, 2",
    "Changed 2 times · Lists & more",
  ])
  expect([other.value("[aria-label=Note]"), opened.errors, other.errors]).toEqual(["half a", [], []])
})

it("loads no page anew that is told to render itself again whenever it has just asked", async () => {
  const opened = await openPage(live, "/visited?slow=1")
  const told = () => opened.frames.filter(({ direction, text }) => direction === "received" && text.includes('"refresh"')).length
  const tell = async () => {
    const before = told()
    await live.live.broadcast(rerender())
    await opened.waitFor(() => told() > before)
  }
  await tell()
  for (let times = 0; times < 12; times++) {
    await opened.waitFor(() => steps.length === 1)
    await tell()
    steps.pop()?.()
  }
  await opened.waitFor(() => steps.length === 1)
  steps.pop()?.()
  await opened.settled()
  expect(opened.text("h1")).toBe("14")
})

it("keeps what a page changes in its state", async () => {
  const opened = await openPage(live, "/visited")
  expect(opened.text("h1")).toBe("1")
  await opened.click("look")
  await opened.settled()
  await opened.click("look")
  await opened.settled()
  expect(opened.text("h1")).toBe("3 look look")
})

it("keeps what a handler changes while the page still renders", async () => {
  const opened = await openPage(live, "/visited?slow=1")
  // A refresh of the page, as the browser asks for it, that takes its time.
  const refreshing = opened.window.fetch("/visited?slow=1", { headers: { "x-liveview-room": room(opened) } })
  await opened.waitFor(() => steps.length === 1)
  await opened.click("look")
  await opened.waitFor(() => steps.length === 2)
  // The older render ends last.
  steps.pop()?.()
  await opened.waitFor(() => opened.text("h1") === "2 look")
  steps.pop()?.()
  await refreshing
  await opened.click("look")
  await opened.waitFor(() => steps.length === 1)
  steps.pop()?.()
  await opened.settled()
  expect(opened.text("h1")).toBe("3 look look")
})

function room({ document }: TestPage): string {
  return document.documentElement.dataset.room ?? ""
}
