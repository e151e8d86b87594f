import { afterAll, beforeAll, expect, it } from "vitest"

import { handler } from "../events/handler.ts"
import { on } from "../events/on.ts"
import { state } from "../events/state.ts"
import { rerender } from "../patches/control-values.ts"
import { Url, Visit } from "../patches/elements.ts"
import { openPage, testApp, type TestApp } from "../testing/index.ts"
import { layout } from "./layout.tsx"
import { page } from "./page.ts"

const count = state("count", () => ({ n: 0 }))
const add = handler("add", { state: count }, ({ state }) => {
  state.n++
  return rerender()
})
const sort = handler("sort", () => <Url href="/lists/home?sort=date" />)
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
  render: ({ params, query, state }) => (
    <>
      <h1>{`${params.list} by ${query.sort ?? "name"}, ${state.n}`}</h1>
      <button type="button" {...on("click", add)}>
        add
      </button>
      <button type="button" {...on("click", sort)}>
        sort
      </button>
      <button type="button" {...on("click", leave)}>
        leave
      </button>
    </>
  ),
})

let live: TestApp
beforeAll(async () => {
  live = await testApp({
    modules: { "components/list.tsx": { shell, add, sort, leave, listPage, elsewhere: page("/elsewhere", () => <h1>Elsewhere</h1>) } },
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

it("goes to another page without an error", async () => {
  const opened = await clicked("leave")
  await opened.waitFor(() => opened.url === "/elsewhere")
  await opened.settled()
  expect([opened.text("h1"), opened.errors, opened.consoleErrors]).toEqual(["Elsewhere", [], []])
})
