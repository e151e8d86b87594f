import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { handler } from "../events/handler.ts"
import { on } from "../events/on.ts"
import { openPage, testApp, type TestApp } from "../testing/index.ts"
import { layout } from "./layout.tsx"
import { page } from "./page.ts"

const login = handler("login", ({ form, session }) => {
  session.user = String(form.name)
  return <p id="said">{String(form.name)}</p>
})
const throws = handler("throws", () => {
  throw new Error("no")
})

const bare = layout(({ children, head, lang, room, title }) => (
  <html lang={lang} data-room={room} class="bare">
    <head>
      <title>{title}</title>
      {head}
    </head>
    <body data-controller="page">{children}</body>
  </html>
))

declare module "livetsx" {
  interface SessionData {
    user?: string
  }
}

let live: TestApp
beforeAll(async () => {
  live = await testApp({
    modules: {
      "components/whole.tsx": {
        login,
        throws,
        home: page("/", { title: ({ session }) => `For ${session.user ?? "nobody"}`, render: () => <h1>Home</h1> }),
        other: page("/other", { layout: bare, render: () => <h1>Other</h1> }),
        form: page("/form", () => (
          <main>
            <form {...on("submit", login)}>
              <input name="name" />
              <input name="password" type="password" />
              <button type="submit">Log in</button>
            </form>
            <p id="said" />
            <form {...on("submit", throws)} id="throws">
              <input name="token" />
              <button type="submit">Throw</button>
            </form>
          </main>
        )),
      },
    },
    path: "/live",
    trustProxy: true,
    printLog: false,
  })
})
afterAll(() => live.close())

/** What the server answers, as one who has no session. */
async function get(path: string, headers: Record<string, string> = {}): Promise<{ html: string; headers: Headers }> {
  const response = await fetch(live.url + path, { headers })
  return { html: await response.text(), headers: response.headers }
}

describe("a document", () => {
  it("has all of its content before any script runs", async () => {
    const { html } = await get("/")
    expect(html).toContain("<title>For nobody</title>")
    expect(html).toMatch(/<body data-controller="page"><h1>Home<\/h1><\/body>/)
  })

  it("has the layout that its page chooses", async () => {
    expect((await get("/other")).html).toContain('class="bare"')
    expect((await get("/")).html).not.toContain('class="bare"')
  })

  it("is sent with a policy that runs no script but the application's own, by a nonce that is never used twice", async () => {
    const [first, second] = [await get("/"), await get("/")]
    const policyOf = ({ headers }: { headers: Headers }) => headers.get("content-security-policy") ?? ""
    for (const directive of [
      "default-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'self'",
      "require-trusted-types-for 'script'",
    ])
      expect(policyOf(first).split("; ")).toContain(directive)
    expect(policyOf(first)).toMatch(/script-src 'self' 'nonce-[\w-]{22}'(;|$)/)
    expect(policyOf(first).replace(/style-src-attr [^;]*/, "")).not.toMatch(/unsafe/)
    expect(policyOf(first)).not.toBe(policyOf(second))
    expect(first.headers.get("x-content-type-options")).toBe("nosniff")
  })

  it("says nothing of the session but what its page shows", async () => {
    const { html, headers } = await get("/")
    const [, cookie = ""] = /livetsx\.sid=([^;]+)/.exec(headers.get("set-cookie") ?? "") ?? []
    const [id = ""] = decodeURIComponent(cookie).replace(/^s:/, "").split(".")
    expect(id.length).toBeGreaterThan(20)
    expect(html).not.toContain(id)
  })

  it("gives the cookie of its session to nobody but the server, and over https to https alone", async () => {
    expect((await get("/")).headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Lax$/)
    expect((await get("/", { "x-forwarded-proto": "https" })).headers.get("set-cookie")).toMatch(/HttpOnly; Secure; SameSite=Lax$/)
  })

  it("finds its server at the path that the application has chosen, and nowhere else", async () => {
    const opened = await openPage(live, "/form")
    await opened.fill("[name=name]", "Ada")
    await opened.submit("form")
    await opened.settled()
    expect(opened.text("#said")).toBe("Ada")
    expect((await fetch(`${live.url}/socket.io/?EIO=4&transport=polling`)).status).toBe(404)
  })
})

describe("several first tabs at once", () => {
  it("all go on, though the browser keeps the session of one alone", async () => {
    const first = await openPage(live, "/form", { connect: false })
    await first.forgetCookies()
    const second = await openPage(live, "/form", { visitor: first })
    await first.reconnect()
    for (const tab of [first, second]) {
      await tab.fill("[name=name]", "Ada")
      await tab.submit("form")
      await tab.settled()
      expect([tab.text("#said"), tab.errors, tab.consoleErrors]).toEqual(["Ada", [], []])
    }
  })
})

describe("what a person has typed", () => {
  it("is written neither to the console nor to the log nor to any storage", async () => {
    const opened = await openPage(live, "/form")
    const written: unknown[] = []
    for (const method of ["debug", "info", "log", "warn", "error", "table", "dir", "trace"])
      Reflect.set(opened.window.console, method, (...content: unknown[]) => written.push(...content))
    await opened.fill("[name=name]", "Ada")
    await opened.fill("[name=password]", "correct horse")
    await opened.submit("form")
    await opened.settled()
    await opened.fill("[name=token]", "battery staple")
    await opened.submit("#throws")
    await opened.settled()
    expect(opened.errors).toMatchObject([{ code: "handler_error" }])
    const { localStorage, sessionStorage } = opened.window
    const kept = [JSON.stringify(written), live.log.join(""), JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })]
    expect(kept.join("\n")).not.toMatch(/correct horse|battery staple/)
    expect(localStorage).toHaveLength(0)
  })
})
