import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { z } from "zod"

import { field, FieldError } from "../events/field.tsx"
import { handler } from "../events/handler.ts"
import { on } from "../events/on.ts"
import { state } from "../events/state.ts"
import { refuse } from "../errors.ts"
import { internals } from "../live-view.ts"
import { redirect, rerender } from "../patches/control-values.ts"
import { Append, Flash, Update, Url } from "../patches/elements.ts"
import { openPage, testApp, type TestApp } from "../testing/index.ts"
import { startRedis, type RedisServer } from "../testing/redis-server.ts"
import { addressOf, type Answer, PlainBrowser } from "./fixtures/plain-browser.ts"
import { page } from "./page.ts"

const calls: unknown[] = []
const noted: string[] = []

const person = z.object({
  name: z.string().min(3, "3 letters or more."),
  secret: z.string().optional(),
  about: z.string().default(""),
  kind: z.enum(["a", "b"]).default("a"),
  topics: z.array(z.string()),
  news: z.literal("on").optional(),
  plain: z.string().default(""),
})
const save = handler("save", { form: person, data: z.object({ id: z.number(), tag: z.string() }) }, ({ form, data, trigger, request }) => {
  calls.push({ form, data, trigger, url: request.url })
  if (form.name === "taken") throw refuse("That name is taken", { field: "name" })
  if (form.name === "no way") throw refuse("Not <today>")
  return [<p id="said">{`Saved ${form.name}`}</p>, <Flash kind="success">{`Welcome, ${form.name}`}</Flash>]
})
const counter = state("counter", () => ({ count: 0 }))
const add = handler("add", { state: counter }, ({ state }) => {
  state.count += 1
  return <output id="count">{state.count}</output>
})
const leave = handler("leave", () => [redirect("/other?from=form"), <Flash>You have left</Flash>])
const address = handler("address", () => <Url href="/other" />)
const login = handler("login", ({ form, session, response }) => {
  session.user = String(form.user)
  response?.cookie("seen", "1", { maxAge: 5_000, httpOnly: true })
  response?.renewSession()
  return rerender()
})
const fails = handler("fails", () => {
  throw new Error("the secret of the house")
})
const note = handler("note", async ({ form, to, send }) => {
  noted.push(String(form.text))
  await to("notes").send(
    <Append target="#notes">
      <li id={`note-${noted.length}`}>{String(form.text)}</li>
    </Append>,
  )
  await to("notes").send(<Update target=".heard">{String(form.text)}</Update>)
  await send(<Update target=".last">{String(form.text)}</Update>)
})
/** In place of a line, or beside it, comes a form that the page itself does not have. */
const edit = handler("edit", ({ form }) =>
  form.text === "beside" ? (
    <Append target="main">
      <Edit />
    </Append>
  ) : (
    <p id="said">
      <Edit />
    </p>
  ),
)
const change = handler(
  "change",
  { form: z.object({ title: z.string().min(3, "3 or more."), kept: z.string().min(2, "2 or more.") }) },
  ({ form }) => {
    if (form.title === "taken") throw refuse("That title is taken", { field: "title" })
    return <p id="said">{form.title}</p>
  },
)
function Edit({ http = false }: { http?: boolean }) {
  return (
    <form class="edit" {...on("submit", change, {}, { http })}>
      <input name="title" value="before" />
      <FieldError of={change} name="title" />
      <input name="kept" value="before" />
      <input name="secret" type="password" />
      <button type="submit">Change</button>
    </form>
  )
}
const shop = handler("shop", { data: z.object({ by: z.number() }) }, ({ form, data, session, response }) => {
  calls.push({ form, data, isHttp: response !== undefined })
  session.user = String(form.user)
  return [rerender(), <Flash kind="success">Bought</Flash>]
})
const live = handler("live", ({ response }) => {
  calls.push(response !== undefined)
})
const bring = handler("bring", () => (
  <Update target="#shelf">
    <Shop />
  </Update>
))
const bringEdit = handler("bring-edit", () => (
  <Append target="#shelf">
    <Edit http />
  </Append>
))
const shopPage = page("/http", ({ session }) => (
  <main>
    <p id="user">{session.user}</p>
    <button id="live" type="button" {...on("click", live)} />
    <button id="bring" type="button" {...on("click", bring)} />
    <button id="bring-edit" type="button" {...on("click", bringEdit)} />
    <div id="shelf">
      <Shop />
    </div>
  </main>
))

function Shop() {
  return (
    <form id="shop" {...on("submit", shop, { by: 2 }, { http: true })}>
      <input name="user" required />
      <input type="checkbox" name="many" value="1" />
      <input type="checkbox" name="many" value="2" />
      <button type="submit" name="button" value="first" />
      <button type="submit" name="button" value="second" />
    </form>
  )
}

const guarded = handler("guarded", () => {
  calls.push("guarded")
})
const invalid = handler(
  "invalid",
  { form: z.object({ x: z.string().min(3) }), invalid: ({ form }) => <p id="said">{`No: ${String(form.x)}`}</p> },
  () => <p id="said">Yes</p>,
)

declare module "livetsx" {
  interface SessionData {
    user?: string
  }
}

const home = page("/", {
  state: counter,
  rooms: ["notes"],
  title: "Home",
  render: ({ state, session, query }) => (
    <main>
      <p id="user">{session.user ?? "nobody"}</p>
      <p id="query">{JSON.stringify(query)}</p>
      <p id="said" />
      <form id="save" {...on({ submit: [save, { id: 7, tag: "x" }], input: guarded })}>
        <input {...field(save, "name")} />
        <FieldError of={save} name="name" />
        <input name="secret" type="password" />
        <textarea name="about" />
        <select name="kind">
          <option>a</option>
          <option selected>b</option>
        </select>
        <select {...field(save, "topics")}>
          <option>tea</option>
          <option>coffee</option>
        </select>
        <input type="checkbox" name="news" />
        <input name="plain" />
        <button type="submit">Save</button>
      </form>
      <form id="add" data-action="submit->page#run" data-liveview-function="add">
        <output id="count">{state.count}</output>
        <button type="submit">+1</button>
      </form>
      {Object.entries({ leave, address, login, fails, note, guarded, invalid, edit }).map(([name, each]) => (
        <form id={name} {...on("submit", each)}>
          <input name="text" />
          <input name="x" />
          <button type="submit">{name}</button>
        </form>
      ))}
      <form id="own" action="/elsewhere" {...on("submit", add)} />
      <form id="search" />
      <p class="heard" />
      <p class="last" />
      <ul id="notes">
        {noted.map((text, index) => (
          <li id={`note-${index + 1}`}>{text}</li>
        ))}
      </ul>
    </main>
  ),
})
const other = page("/other", ({ query }) => <main id="other">{JSON.stringify(query)}</main>)
const file = {
  edit,
  change,
  bringEdit,
  save,
  add,
  leave,
  address,
  login,
  fails,
  note,
  guarded,
  invalid,
  home,
  other,
  shop,
  live,
  bring,
  shopPage,
}

let app: TestApp
let browser: PlainBrowser
let shown: Answer
beforeAll(async () => {
  app = await testApp({
    modules: { "components/forms.tsx": file },
    printLog: false,
    setUp: (live) =>
      live.use(async ({ function: name, session }, next) =>
        name !== "guarded" || session.user ? next() : <Update target="#said">Please log in</Update>,
      ),
  })
})
afterAll(() => app.close())
beforeEach(async () => {
  calls.length = 0
  browser = new PlainBrowser(app.url)
  shown = await browser.get("/?list=1")
})

const text = ({ document }: Answer, selector: string) => document.querySelector(selector)?.textContent
const flash = ({ document }: Answer) => document.querySelector("#liveview-flash > div")?.textContent
const value = ({ document }: Answer, selector: string) => document.querySelector<HTMLInputElement>(selector)?.value

describe("a form that is sent without script", () => {
  it("runs its handler as an event does, and is answered with the whole page", async () => {
    const answer = await browser.submit(shown, "#save", { name: "Ada", topics: "tea", about: "a\r\nb", secret: "" })
    expect(answer.status).toBe(200)
    expect(calls).toEqual([
      {
        form: { name: "Ada", secret: "", about: "a\nb", kind: "b", topics: ["tea"], plain: "" },
        data: { id: 7, tag: "x" },
        trigger: "submit",
        url: "/?list=1",
      },
    ])
    expect(text(answer, "#said")).toBe("Saved Ada")
    expect(text(answer, "#query")).toBe('{"list":"1"}')
    expect(text(answer, "title")).toBe("Home")
    expect(flash(answer)).toBe("Welcome, Ada")
    expect(answer.document.querySelector("#liveview-flash .liveview-toast--success")?.getAttribute("role")).toBe("status")
  })

  it("has lists where the form has them, also with none chosen", async () => {
    await browser.submit(shown, "#save", { name: "Ada", news: "on" })
    expect(calls).toMatchObject([{ form: { topics: [], news: "on" } }])
  })

  it("goes on with the page's state, answer after answer", async () => {
    const once = await browser.submit(shown, "#add")
    const twice = await browser.submit(once, "#add")
    expect([text(once, "#count"), text(twice, "#count")]).toEqual(["1", "2"])
  })

  it("leaves the author's own actions alone, and forms that call nothing", () => {
    expect(shown.document.querySelector("#own")?.getAttribute("action")).toBe("/elsewhere")
    expect(shown.document.querySelector("#search")?.hasAttribute("action")).toBe(false)
  })

  it("is only said to browsers that may have no script", async () => {
    const { html } = await browser.request("/", { headers: { "sec-fetch-dest": "empty" } })
    expect(html).toContain('<form id="add" data-action')
    expect(html).not.toContain('method="post"')
  })

  it("shows what its handler sent to the page's rooms, once", async () => {
    const answer = await browser.submit(shown, "#note", { text: "First" })
    expect(text(answer, ".last")).toBe("First")
    expect([...answer.document.querySelectorAll("#notes li")].map((item) => item.textContent)).toEqual(["First"])
    expect(value(answer, "#note [name=text]")).toBe("First")
  })

  it("shows it also where the server has forgotten the page", async () => {
    const { site } = await internals(app.live).ready()
    for (const each of site.livePages) await site.livePages.drop(each)
    expect(text(await browser.submit(shown, "#note", { text: "Second" }), ".heard")).toBe("Second")
  })

  it("has an address that shows the page to whoever asks for it, and runs nothing", async () => {
    const answer = await browser.get(`/${addressOf(shown, "#save")}`)
    expect([answer.status, text(answer, "#query"), calls]).toEqual([200, '{"list":"1"}', []])
  })

  it("runs the middleware", async () => {
    const answer = await browser.submit(shown, "#guarded")
    expect([answer.status, text(answer, "#said"), calls]).toEqual([200, "Please log in", []])
  })
})

describe("where a form leads", () => {
  it("is another page, with 303; a flash comes along, once", async () => {
    const answer = await browser.submit(shown, "#leave")
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/other?from=form"])
    const next = await browser.get("/other?from=form")
    expect([text(next, "#other"), flash(next)]).toEqual(['{"from":"form"}', "You have left"])
    expect(flash(await browser.get("/other"))).toBeUndefined()
    await browser.submit(shown, "#leave", { text: "again" })
    await browser.request("/other", { method: "HEAD" })
    expect(flash(await browser.get("/other"))).toBe("You have left")
  })

  it("is the address that the handler shows", async () => {
    const answer = await browser.submit(shown, "#address")
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/other"])
  })

  it("shows no flash that the server did not send along", async () => {
    const forged = Buffer.from(JSON.stringify([[["flash", "info", "<b>evil</b>"]], Date.now() + 1e6])).toString("base64url")
    const { html } = await browser.request("/other", { headers: { cookie: `${browser.cookie}; livetsx.flash=${forged}.AAAA` } })
    expect(html).not.toContain("evil")
    const foreign = await browser.request("/other", {
      headers: { cookie: `${browser.cookie}; livetsx.flash=${forged}.${"%C3%A9".repeat(43)}` },
    })
    expect([foreign.status, foreign.html.includes("evil")]).toEqual([200, false])
  })
})

describe("a form that is refused", () => {
  it("says so beside its fields, and keeps what was typed", async () => {
    const typed = { name: "A<", secret: "hush", about: '\n"quoted" </textarea>', kind: "a", topics: ["coffee"], news: "on", plain: "kept" }
    const answer = await browser.submit(shown, "#save", typed)
    expect([answer.status, calls]).toEqual([422, []])
    const name = answer.document.querySelector("#save [name=name]")
    expect(name?.getAttribute("aria-invalid")).toBe("true")
    expect(name?.hasAttribute("autofocus")).toBe(true)
    expect(answer.document.getElementById(name?.getAttribute("aria-describedby") ?? "")?.textContent).toBe("3 letters or more.")
    expect(value(answer, "#save [name=name]")).toBe("A<")
    expect(value(answer, "#save [name=about]")).toBe('\n"quoted" </textarea>')
    expect(value(answer, "#save [name=kind]")).toBe("a")
    expect(value(answer, "#save [name=topics]")).toBe("coffee")
    expect(value(answer, "#save [name=plain]")).toBe("kept")
    expect(answer.document.querySelector<HTMLInputElement>("#save [name=news]")?.checked).toBe(true)
    expect(value(answer, "#save [name=secret]")).toBe("")
    expect(answer.html).not.toContain("hush")
    expect(flash(answer)).toBeUndefined()
  })

  it("can be sent again from the answer", async () => {
    const refused = await browser.submit(shown, "#save", { name: "A", about: "Long text" })
    const answer = await browser.submit(refused, "#save", { name: "Ada" })
    expect([answer.status, text(answer, "#said")]).toEqual([200, "Saved Ada"])
    expect(calls).toMatchObject([{ form: { about: "Long text" } }])
  })

  it("by its handler, says so beside the field, or in a notice where it names none", async () => {
    const answer = await browser.submit(shown, "#save", { name: "taken" })
    expect([answer.status, text(answer, "#error-save-name"), value(answer, "#save [name=name]")]).toEqual([
      422,
      "That name is taken",
      "taken",
    ])
    const whole = await browser.submit(shown, "#save", { name: "no way" })
    expect([whole.status, flash(whole)]).toEqual([422, "Not <today>"])
    expect(whole.document.querySelector("#liveview-flash [role=alert]")).not.toBeNull()
  })

  it("shows what the handler's own `invalid` says, with what was typed", async () => {
    const answer = await browser.submit(shown, "#invalid", { x: "ab" })
    expect([answer.status, text(answer, "#said"), value(answer, "#invalid [name=x]")]).toEqual([422, "No: ab", "ab"])
  })

  it("is still there where only a patch has opened it, with what was typed and what is wrong, time and again", async () => {
    for (const how of ["in place", "beside"]) {
      const opened = await browser.submit(shown, "#edit", { text: how })
      expect(value(opened, ".edit [name=title]")).toBe("before")
      const refused = await browser.submit(opened, ".edit", { title: "My own long text", kept: "k", secret: "hush" })
      expect([refused.status, value(refused, ".edit [name=title]"), value(refused, ".edit [name=kept]")]).toEqual([
        422,
        "My own long text",
        "k",
      ])
      expect(refused.document.querySelectorAll("form.edit")).toHaveLength(1)
      expect(text(refused, ".edit [data-liveview-error-for=kept]")).toBe("2 or more.")
      expect(refused.html).not.toContain("hush")
      const again = await browser.submit(refused, ".edit", { title: "taken", kept: "kept" })
      expect([again.status, value(again, ".edit [name=title]"), text(again, "#error-change-title")]).toEqual([
        422,
        "taken",
        "That title is taken",
      ])
      expect(again.document.querySelector(".edit [name=kept]")?.hasAttribute("aria-invalid")).toBe(false)
      expect(again.document.querySelector("[data-liveview-error-for=kept]")).toBeNull()
      const answer = await browser.submit(again, ".edit", { title: "My own title" })
      expect([answer.status, text(answer, "#said"), answer.document.querySelector(".edit")]).toEqual([200, "My own title", null])
    }
  })

  it("says where what was typed can be found, where nobody knows the form any more", async () => {
    const opened = await browser.submit(shown, "#edit")
    const { site } = await internals(app.live).ready()
    for (const live of [...site.livePages]) await site.livePages.drop(live)
    const refused = await browser.submit(opened, ".edit", { title: "My", kept: "kept" })
    expect([refused.status, flash(refused)]).toEqual([
      422,
      "3 or more. The form is no longer on this page: go back to find what you typed.",
    ])
  })

  it("whose handler throws, has a reference and nothing of the exception", async () => {
    const answer = await browser.submit(shown, "#fails", { text: "typed" })
    const reference = /Reference: (\w+)/.exec(flash(answer) ?? "")?.[1] ?? "none"
    expect([answer.status, value(answer, "#fails [name=text]")]).toEqual([500, "typed"])
    expect(answer.html).not.toMatch(/secret of the house|at .*\.tsx/)
    expect(app.log.some((line) => line.includes(reference))).toBe(true)
  })

  it("calls nothing that is not exported", async () => {
    for (const name of ["gone", "constructor", "__proto__"]) {
      const answer = await browser.post(addressOf(shown, "#add").replace("liveview=add", `liveview=${name}`), [])
      expect([answer.status, text(answer, "#count")]).toEqual([404, "0"])
    }
  })
})

describe("a form that is sent twice", () => {
  it("is given to the handler once, and answered alike", async () => {
    const [one, two] = await Promise.all([browser.submit(shown, "#save", { name: "Ada" }), browser.submit(shown, "#save", { name: "Ada" })])
    const three = await browser.submit(shown, "#save", { name: "Ada" })
    expect(calls).toHaveLength(1)
    for (const answer of [one, two, three]) expect([text(answer, "#said"), flash(answer)]).toEqual(["Saved Ada", "Welcome, Ada"])
  })

  it("with something else in it, is another", async () => {
    await browser.submit(shown, "#save", { name: "Ada" })
    await browser.submit(shown, "#save", { name: "Bea" })
    expect(calls).toHaveLength(2)
  })

  it("sets its cookies both times", async () => {
    const cookies = async () =>
      (await browser.submit(shown, "#login", { user: "Ada" }, { headers: { cookie } })).headers.getSetCookie().join("\n")
    const { cookie } = browser
    const [one, two] = await Promise.all([cookies(), cookies()])
    expect(one).toContain("seen=1")
    expect(two).toContain("seen=1")
  })
})

describe("what only HTTP can do", () => {
  it("sets a cookie and gives the session another id, with all that it holds", async () => {
    const before = browser.cookie
    const answer = await browser.submit(shown, "#login", { user: "Ada" })
    expect([answer.status, text(answer, "#user")]).toEqual([200, "Ada"])
    expect(answer.headers.getSetCookie().find((cookie) => cookie.startsWith("seen"))).toMatch(
      /^seen=1; Max-Age=5; Path=\/; Expires=.*; HttpOnly/,
    )
    expect(text(await browser.get("/"), "#user")).toBe("Ada")
    expect(text(await browser.submit(answer, "#guarded"), "#said")).toBe("")
    expect(calls).toEqual(["guarded"])
    const stolen = await browser.request("/", { headers: { cookie: before } })
    expect(text(stolen, "#user")).toBe("nobody")
  })
})

describe("over two nodes", () => {
  let redis: RedisServer
  let one: TestApp
  let other: TestApp
  beforeAll(async () => {
    redis = await startRedis()
    const node = () => testApp({ modules: { "components/forms.tsx": file }, redis: redis.url, printLog: false })
    ;[one, other] = [await node(), await node()]
  })
  afterAll(async () => {
    await Promise.all([one.close(), other.close()])
    await redis.stop()
  })

  it("a form may be answered by one that has not rendered its page: with its state, in its session, once", async () => {
    const visitor = new PlainBrowser(one.url)
    const at = (node: TestApp, from: Answer, form: string, entries: [string, string][]) =>
      visitor.post(`${node.url}/${addressOf(from, form)}`, entries, { headers: { origin: node.url } })
    const rendered = await visitor.get("/")
    const counted = await at(other, rendered, "#add", [])
    expect(text(await at(one, counted, "#add", []), "#count")).toBe("2")
    const sent = await Promise.all([one, other].map((node) => at(node, rendered, "#save", [["name", "Ada"]])))
    expect(sent.map((answer) => [answer.status, text(answer, "#said"), flash(answer)])).toEqual(
      [1, 2].map(() => [200, "Saved Ada", "Welcome, Ada"]),
    )
    expect(calls).toHaveLength(1)
    const opened = await at(one, rendered, "#edit", [])
    const refused = await at(other, opened, ".edit", [
      ["title", "taken"],
      ["kept", "kept"],
    ])
    expect([refused.status, value(refused, ".edit [name=title]")]).toEqual([422, "taken"])
    const left = await at(one, rendered, "#leave", [])
    expect([left.status, flash(await visitor.request(`${other.url}/other`))]).toEqual([303, "You have left"])
    const logged = await at(other, rendered, "#login", [["user", "Ada"]])
    expect([text(logged, "#user"), text(await visitor.request(`${one.url}/`), "#user")]).toEqual(["Ada", "Ada"])
  })
})

describe("a form that is always sent over HTTP", () => {
  it("goes to its handler once, with the button that was used, and the page is the answer", async () => {
    const opened = await openPage(app, "/http?list=1")
    await opened.fill("#shop [name=user]", "Ada")
    await opened.click("#shop [value=second]")
    await opened.waitFor(() => opened.text("#user") === "Ada")
    expect(calls).toEqual([{ form: { user: "Ada", button: "second", many: [] }, data: { by: 2 }, isHttp: true }])
    await opened.waitFor(() => opened.url === "/http?list=1")
    expect(opened.frames.filter(({ text }) => text.includes("shop"))).toEqual([])
    await opened.waitFor(() => opened.text("#liveview-notices .liveview-toast--success").includes("Bought"))
    expect(opened.document.querySelector("#liveview-flash")).toBeNull()
    await opened.waitFor(() => opened.connected)
    await opened.click("#live")
    await opened.settled()
    expect(calls).toHaveLength(2)
    expect(calls[1]).toBe(false)
    // The server knows what the answer has shown: what is there already does not travel again.
    const before = opened.frames.length
    await opened.click("#bring")
    await opened.settled()
    expect(opened.frames.length).toBeGreaterThan(before)
    expect(opened.frames.slice(before).filter((frame) => frame.text.includes("<input"))).toEqual([])
  })

  it("is checked before, and may be held back by a script", async () => {
    const opened = await openPage(app, "/http")
    await opened.submit("#shop")
    expect(calls).toEqual([])
    opened.document.addEventListener("liveview:before-event", (event) => event.preventDefault())
    await opened.fill("#shop [name=user]", "Ada")
    await opened.submit("#shop")
    expect(calls).toEqual([])
  })

  it("also where a patch has brought it", async () => {
    const opened = await openPage(app, "/http")
    await opened.click("#bring")
    await opened.fill("#shop [name=user]", "Bea")
    await opened.submit("#shop")
    await opened.waitFor(() => opened.text("#user") === "Bea")
    expect(calls).toMatchObject([{ form: { user: "Bea" }, isHttp: true }])
  })

  it("is still there when it is refused where only a patch has brought it", async () => {
    const opened = await openPage(app, "/http")
    await opened.click("#bring-edit")
    await opened.settled()
    await opened.fill(".edit [name=title]", "taken")
    await opened.submit(".edit")
    await opened.waitFor(() => opened.text("#error-change-title") === "That title is taken")
    expect(opened.document.querySelector<HTMLInputElement>(".edit [name=title]")?.value).toBe("taken")
    await opened.fill(".edit [name=title]", "no")
    await opened.submit(".edit")
    await opened.waitFor(() => opened.text("#error-change-title") === "3 or more.")
    expect(opened.document.querySelectorAll(".edit")).toHaveLength(1)
  })

  it("is no other event's option", () => {
    expect(() => on("click", add, {}, { http: true })).toThrow('on("click") has the option "http", which is for "submit"')
  })
})
