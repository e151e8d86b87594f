import { afterEach, expect, it } from "vitest"

import { handler } from "./events/handler.ts"
import { on } from "./events/on.ts"
import { state } from "./events/state.ts"
import type { Children } from "./jsx/jsx-runtime.ts"
import { layout } from "./pages/layout.tsx"
import { page } from "./pages/page.ts"
import { testApp, type TestApp } from "./testing/index.ts"

const plain = page("/plain", () => <p>plain</p>)
const [admin, shell, other] = ["Admin", "Shell", "Other"].map((title) =>
  layout(({ head, children, lang, room }) => (
    <html lang={lang} data-room={room}>
      <head>
        <title>{title}</title>
        {head}
      </head>
      <body data-controller="page">{children}</body>
    </html>
  )),
)
const users = page("/users", { layout: admin, render: () => <p>users</p> })

let live: TestApp

afterEach(() => live.close())

async function served(modules: Record<string, Record<string, unknown>>): Promise<{ titles: unknown[]; warnings: string[] }> {
  live = await testApp({ modules })
  const titles = ["/plain", "/users"].map(async (path) => {
    const html = await (await fetch(live.url + path)).text()
    return html.match(/<title>(.*?)<\/title>/)?.[1]
  })
  return { titles: await Promise.all(titles), warnings: live.report.lines.filter((line) => line.startsWith("!")) }
}

it("is the exported layout that no page names", async () => {
  const { titles, warnings } = await served({ "components/admin.tsx": { admin, users }, "components/shell.tsx": { shell, plain } })
  expect([titles, warnings]).toEqual([["Shell", "Admin"], []])
})

it("is the only one that is exported, though a page names it", async () => {
  const { titles, warnings } = await served({ "components/admin.tsx": { admin, users, plain } })
  expect([titles, warnings]).toEqual([["Admin", "Admin"], []])
})

it("is told of where several could be it", async () => {
  const { titles, warnings } = await served({ "components/a.tsx": { shell, plain }, "components/b.tsx": { other, admin, users } })
  expect(titles).toEqual(["Shell", "Admin"])
  expect(warnings).toEqual([
    "! components/a.tsx and components/b.tsx: several layouts could be that of every page. Expected one that no page names; the first is taken.",
  ])
})

it("is told of where pages name all of them", async () => {
  const named = page("/named", { layout: shell, render: () => <p>named</p> })
  const { titles, warnings } = await served({ "components/a.tsx": { shell, named }, "components/b.tsx": { admin, users, plain } })
  expect([titles, warnings]).toEqual([["Shell", "Admin"], [expect.stringContaining("Expected one that no page names")]])
})

it("two pieces of state of one name are told of, by whoever uses them", async () => {
  const first = state("view", () => ({ a: 1 }))
  const again = state("view", () => ({ b: 2 }))
  const one = page("/one", { state: first, render: () => null })
  const two = handler("two", { state: again }, () => null)
  const { warnings } = await served({
    "components/a.tsx": { one, three: handler("three", { state: first }, () => null) },
    "components/b.tsx": { two },
  })
  expect(warnings).toEqual([
    '! components/a.tsx and components/b.tsx: two pieces of state are named "view". Expected every name once: each is taken for the other.',
  ])
})

it.each([
  ["head", layout(({ children, room }) => shellOf({ children, room, head: null })), "Expected {head} inside <head>."],
  ["room", layout(({ children, head }) => shellOf({ children, room: undefined, head })), "Expected <html data-room={room}>."],
])("is told of what it leaves out: %s", async (part, incomplete, expected) => {
  live = await testApp({ modules: { "components/plain.tsx": { incomplete, plain } }, printLog: false })
  expect((await fetch(`${live.url}/plain`)).status).toBe(500)
  expect(live.mistakes.map(({ error }) => String(error))).toContainEqual(
    expect.stringContaining(`The layout of page("/plain") leaves out "${part}". ${expected}`),
  )
})

it("is told of the controller that it leaves out, where something on the page needs it", async () => {
  const inert = layout(({ children, room, head }) => (
    <html lang="en" data-room={room}>
      <head>{head}</head>
      <body data-controller="pages">{children}</body>
    </html>
  ))
  const press = handler("press", () => null)
  const button = page("/button", () => <button type="button" {...on("click", press)} />)
  const within = page("/within", () => <p data-controller="clock page">{button.options.render(Object())}</p>)
  live = await testApp({ modules: { "components/plain.tsx": { inert, plain, button, within, press } }, printLog: false })
  const statuses = await Promise.all(["/plain", "/within", "/button"].map(async (path) => (await fetch(`${live?.url}${path}`)).status))
  expect(statuses).toEqual([200, 200, 500])
  expect(live.mistakes.map(({ error }) => String(error))).toEqual([
    expect.stringContaining('The layout of page("/button") leaves out the controller. Expected <body data-controller="page">.'),
  ])
})

function shellOf({ children, room, head }: { children: Children; room: string | undefined; head: Children }) {
  return (
    <html lang="en" data-room={room}>
      <head>{head}</head>
      <body data-controller="page">{children}</body>
    </html>
  )
}
