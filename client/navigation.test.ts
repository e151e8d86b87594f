// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"

import { ROOM_HEADER } from "../server/protocol.ts"
import { leave, livePage, until } from "./fixtures/live-page.ts"

// The simulated document cannot construct stylesheets.
vi.mock("./styles.ts", () => ({ addStyles: () => {} }))

const requests: { url: string; room: string | undefined }[] = []
let answer: (url: string) => Response | Promise<Response>

beforeEach(() => {
  requests.length = 0
  history.replaceState(null, "", "/start")
  vi.stubGlobal("scrollTo", vi.fn())
  vi.stubGlobal("fetch", async (url: string, { headers }: { headers: Record<string, string> }) => {
    requests.push({ url: new URL(url, location.href).pathname, room: headers[ROOM_HEADER] })
    return answer(url)
  })
})

afterEach(() => {
  leave()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

interface Shape {
  body: string
  token?: string
  title?: string
  heads?: Record<string, string>
  shown?: string
  anew?: true | undefined
}

function rendered({ body, token = "token", title = "", heads = { room: "a:0" }, shown = "d2", anew }: Shape): Response {
  const reconnection = { delay: 1, max: 1, factor: 1, jitter: 0 }
  const config = JSON.stringify({ path: "/socket.io/", heads, shown, anew, reconnection, texts: {} })
  const html = `<!doctype html><html lang="en" data-room="${token}"><head><title>${title}</title><meta name="livetsx" content='${config}'></head><body data-controller="page">${body}</body></html>`
  return new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } })
}

const button = `<button type="button" data-action="click->page#run" data-liveview-function="add">+</button>`

describe("a refresh", () => {
  it("asks for the page with its room, shows it, and tells the server so with the next event", async () => {
    const { server, find, click, sent } = await livePage(`<p>old</p>${button}`)
    answer = () => rendered({ body: `<p>new</p>${button}` })
    server.instructed("refresh")
    await until(() => expect(find("p").textContent).toBe("new"))
    expect(requests).toEqual([{ url: "/start", room: "token" }])
    click("button")
    await until(() => expect(sent.map(({ s }) => s)).toEqual(["d2"]))
  })

  it("stays in its room where the token of it was only signed anew", async () => {
    const { server, find, page, click, reply, heard } = await livePage(`<p>old</p>${button}`)
    answer = () => rendered({ body: `<p>new</p>${button}`, token: "token.signed.again" })
    click("button")
    server.instructed("refresh")
    reply([])
    await until(() => expect(find("p").textContent).toBe("new"))
    expect(page.identity.token).toBe("token.signed.again")
    expect(page.connection.reconnect).not.toHaveBeenCalled()
    expect(heard("error")).toEqual([])
  })

  it("lets no push between rendering and showing get lost", async () => {
    const { server, find, page } = await livePage(`<p>old</p>`)
    answer = () => {
      server.pushed("room", "a", 1, [["update", "p", "one"]])
      server.pushed("room", "a", 2, [["update", "p", "two"]])
      return rendered({ body: `<p>one</p>`, heads: { room: "a:1" } })
    }
    server.instructed("refresh")
    await until(() => expect(find("p").textContent).toBe("two"))
    expect(page.stream.heads()).toEqual({ room: "a:2" })
  })

  it("waits for the event under way, and sends nothing until the page is shown", async () => {
    const { server, click, sent, reply, find, page } = await livePage(`<p>old</p>${button}${button.replace("add", "other")}`)
    page.navigation(() => {})
    await until(() => expect(page.navigation.loaded).toBeDefined())
    let show: (response: Response) => void = () => {}
    answer = () => new Promise((resolve) => (show = resolve))
    click("button")
    server.instructed("refresh")
    click("[data-liveview-function=other]")
    expect(requests).toEqual([])
    reply([["update", "p", "reply"]])
    await until(() => expect(requests).toHaveLength(1))
    expect(find("p").textContent).toBe("reply")
    expect(sent.map(({ f }) => f)).toEqual(["add"])
    show(rendered({ body: `<p>new</p>${button}` }))
    await until(() => expect(sent.map(({ f }) => f)).toEqual(["add", "other"]))
    expect(find("p").textContent).toBe("new")
  })

  it("does not wait for the answer to what is concurrent, which still fits where it is whole, and else is seen on the page", async () => {
    const stream = `<button data-action="click->page#run" data-liveview-function="stream" data-liveview-concurrent>`
    const { server, click, find, reply } = await livePage(`<p>old</p>${stream}`)
    answer = () => rendered({ body: `<p>new ${requests.length}</p>${stream}`, shown: `d${requests.length + 1}` })
    click("button")
    server.instructed("refresh")
    await until(() => expect(find("p").textContent).toBe("new 1"))
    reply([["update", "p", "whole"]])
    expect(find("p").textContent).toBe("whole")
    click("button")
    server.instructed("refresh")
    await until(() => expect(find("p").textContent).toBe("new 2"))
    reply([[0, "", 0, "the text of the page before"]])
    await until(() => expect(find("p").textContent).toBe("new 3"))
  })

  it("keeps what was typed, and sends it once to the form's own handler", async () => {
    const body = `<form data-action="change->page#run" data-liveview-function="check"><input name="a"><input name="b" data-action="input->page#run" data-liveview-function="no"></form><form data-action="change->page#run" data-liveview-function="untouched"><input name="c"></form>`
    const { server, find, sent, page } = await livePage(body)
    find<HTMLInputElement>("[name=a]").value = "typed"
    answer = () => rendered({ body })
    server.connected({}, false)
    await until(() => expect(sent.map(({ f, m, t }) => [f, m, t])).toEqual([["check", { a: "typed", b: "" }, "recover"]]))
    expect(page.queue.size()).toBe(1)
  })

  it("sends it to the handlers of the fields that were written in where the form has none, to each once", async () => {
    const field = (name: string, data: string, more = "") =>
      `<input name="${name}" data-action="input->page#run" data-liveview-function="check" data-data-field="${data}" ${more}>`
    const choice = (value: string, more = "") => field("choice", value, `type="radio" value="${value}" ${more}`)
    const form = [field("a", "a"), field("b", "b"), field("c", "c"), field("d", "c"), choice("one", "checked"), choice("two")].join("")
    const { server, find, sent, reply } = await livePage(`<form>${form}</form>`)
    for (const name of ["b", "c", "d"]) find<HTMLInputElement>(`[name=${name}]`).value = "typed"
    find<HTMLInputElement>("[value=two]").checked = true
    answer = () => rendered({ body: `<form>${form}</form>` })
    server.connected({}, false)
    for (const count of [1, 2, 3]) {
      await until(() => expect(sent).toHaveLength(count))
      reply([])
    }
    expect(sent.map(({ f, d, m }) => [f, d?.field, m?.b])).toEqual(["b", "c", "two"].map((of) => ["check", of, "typed"]))
  })

  it.each([
    ["another handler", "mine", ["mine"]],
    ["none", "ignore", []],
  ])("sends it to %s where the form says so", async (_, recover, expected) => {
    const body = `<form data-liveview-recover="${recover}" data-action="change->page#run" data-liveview-function="check"><input name="a"></form><p>old</p>`
    const { server, find, sent } = await livePage(body)
    find<HTMLInputElement>("input").value = "typed"
    answer = () => rendered({ body: body.replace("old", "new") })
    server.instructed("refresh")
    await until(() => expect(find("p").textContent).toBe("new"))
    await until(() => expect(sent.map(({ f }) => f)).toEqual(expected))
  })

  it("sends nothing of a form that an answer takes away or empties", async () => {
    const form = (name: string) =>
      `<form data-action="submit->page#run" data-liveview-function="send"><input name="${name}" data-action="change->page#run" data-liveview-function="check"><button id="${name}"></button></form>`
    const body = `<div>${form("a")}</div>${form("b")}`
    const { server, find, sent, reply, page } = await livePage(`<p>old</p>${body}`)
    for (const name of ["a", "b"]) find<HTMLInputElement>(`[name=${name}]`).value = "typed"
    page.queue.pause()
    for (const id of ["a", "b"]) find(`#${id}`).click()
    answer = () => rendered({ body: `<p>new</p>${body}` })
    server.instructed("refresh")
    await until(() => expect(sent.map(({ f }) => f)).toEqual(["send"]))
    expect(find("p").textContent).toBe("new")
    reply([["update", "div", "<p>Thank you</p>"]])
    await until(() => expect(sent.map(({ m }) => m)).toEqual([{ a: "typed" }, { b: "typed" }]))
    find<HTMLInputElement>("[name=b]").value = ""
    reply([["update", "p", "new"]])
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(sent.map(({ f, t }) => [f, t])).toEqual([
      ["send", "submit"],
      ["send", "submit"],
    ])
  })

  it("goes where the server redirects, and loads the page where it has no session any more", async () => {
    const assign = vi.spyOn(location, "assign").mockImplementation(() => {})
    const reload = vi.spyOn(location, "reload").mockImplementation(() => {})
    const { server } = await livePage("")
    answer = () =>
      Object.defineProperties(rendered({ body: "" }), {
        redirected: { value: true },
        url: { value: new URL("/login", location.href).href },
      })
    server.instructed("refresh")
    await until(() => expect(assign).toHaveBeenCalledWith(expect.stringContaining("/login")))
    answer = () => new Response("", { status: 401 })
    server.instructed("refresh")
    await until(() => expect(reload).toHaveBeenCalled())
  })

  it.each([
    ["another room, whose state knows nothing of it", "other", undefined, "mine"],
    ["its own room, whose state has begun anew", "token", true as const, "mine"],
    ["its own room, whose state the server has", "token", undefined, "theirs"],
  ])("of a page keeps what was written and the server had taken up, where it comes in %s", async (_, token, anew, expected) => {
    const { server, find } = await livePage(`<form><input value="base"><i>old</i></form>`)
    const input = find("input")
    if (!(input instanceof HTMLInputElement)) throw new Error("expected an input")
    input.value = "mine"
    input.dispatchEvent(new Event("input", { bubbles: true }))
    server.pushed("room", "a", 1, [["update", "form", `<input value="mine"><i>old</i>`]])
    answer = () => rendered({ body: `<form><input value="theirs"><i>new</i></form>`, token, anew })
    server.instructed("refresh")
    await until(() => expect(find("i").textContent).toBe("new"))
    expect([input.isConnected, input.value]).toEqual([true, expected])
  })

  it("keeps what was written after an event that has no answer yet, whose handler the state may be of", async () => {
    const { page, server, find } = await livePage(`<form><input value=""><i>old</i></form>`)
    const input = find("input")
    if (!(input instanceof HTMLInputElement)) throw new Error("expected an input")
    const write = (value: string) => {
      input.value = value
      input.dispatchEvent(new Event("input", { bubbles: true }))
    }
    write("mi")
    server.connected({}, true)
    page.runs.run({ element: input, trigger: "input" }, { function: "f", data: {}, options: {} })
    write("mine")
    server.disconnected()
    answer = () => rendered({ body: `<form><input value="mi"><i>new</i></form>` })
    server.connected({}, false)
    await until(() => expect(find("i").textContent).toBe("new"))
    expect([input.getAttribute("value"), input.value]).toEqual(["mi", "mine"])
  })

  it("gives the page another room where its token is refused", async () => {
    const { server, page } = await livePage("")
    answer = () => rendered({ body: "", token: "other" })
    await server.refused()
    expect(requests).toEqual([{ url: "/start", room: undefined }])
    expect(page.identity.token).toBe("other")
    expect(document.documentElement.getAttribute("data-room")).toBe("other")
  })
})

describe("a visit", () => {
  const link = `<a href="/next" data-liveview-visit>next</a><p>old</p>`

  it("shows the other page without a full load, in a room of its own", async () => {
    const { click, find, page } = await livePage(link)
    answer = () => rendered({ body: `<p>next</p>`, token: "other", title: "Next" })
    expect(click("a").prevented).toBe(true)
    await until(() => expect(find("p").textContent).toBe("next"))
    expect([location.pathname, document.title, page.identity.token]).toEqual(["/next", "Next", "other"])
    expect(requests).toEqual([{ url: "/next", room: undefined }])
    await until(() => expect(find("#liveview-notices .liveview-announcement").textContent).toBe("Next"))
  })

  it("waits until everything that was done before has been answered", async () => {
    const buttons = ["a", "b", "c"].map((name) => `<button id="${name}" data-action="click->page#run" data-liveview-function="${name}">`)
    const { click, find, sent, reply } = await livePage(link + buttons.join(""))
    answer = () => rendered({ body: `<p>next</p>`, token: "other" })
    for (const name of ["a", "b", "c"]) click(`#${name}`)
    click("a")
    for (const count of [1, 2, 3]) {
      // Long enough for the page to be asked for and shown.
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect(sent.map(({ f }) => f)).toEqual(["a", "b", "c"].slice(0, count))
      expect(requests).toEqual([])
      reply([])
    }
    await until(() => expect(find("p").textContent).toBe("next"))
  })

  it("waits also for what is done while the page comes", async () => {
    const { click, find, sent, reply } = await livePage(link + button)
    let show: (response: Response) => void = () => {}
    answer = () => new Promise((resolve) => (show = resolve))
    click("a")
    await until(() => expect(requests).toHaveLength(1))
    click("button")
    show(rendered({ body: `<p>next</p>`, token: "other" }))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(find("p").textContent).toBe("old")
    expect(sent).toHaveLength(1)
    reply([])
    await until(() => expect(find("p").textContent).toBe("next"))
  })

  it("does not wait for the answer to what is concurrent", async () => {
    const stream = `<button data-action="click->page#run" data-liveview-function="stream" data-liveview-concurrent>`
    const { click, find, sent, reply } = await livePage(link + stream)
    answer = () => rendered({ body: `<p>next</p>`, token: "other" })
    click("button")
    click("a")
    await until(() => expect(find("p").textContent).toBe("next"))
    expect(sent.map(({ f }) => f)).toEqual(["stream"])
    reply([["update", "p", "late"]])
    expect(find("p").textContent).toBe("next")
  })

  it("does not wait for what cannot be sent", async () => {
    const { server, click, find, sent } = await livePage(link + button)
    answer = () => rendered({ body: `<p>next</p>`, token: "other" })
    server.disconnected()
    click("button")
    click("a")
    await until(() => expect(find("p").textContent).toBe("next"))
    expect(sent).toEqual([])
  })

  it("is left to the browser with ctrl, and for another origin", async () => {
    const { click } = await livePage(`${link}<a id="far" href="https://example.com/" data-liveview-visit>far</a>`)
    expect(click("a", { ctrlKey: true }).prevented).toBe(false)
    expect(click("#far").prevented).toBe(false)
    expect(requests).toEqual([])
  })

  it("can be kept from being by an author's controller", async () => {
    const { click } = await livePage(link)
    const prevent = vi.fn((event: Event) => event.preventDefault())
    document.addEventListener("liveview:before-visit", prevent)
    click("a")
    await until(() => expect(prevent).toHaveBeenCalled())
    document.removeEventListener("liveview:before-visit", prevent)
    expect(requests).toEqual([])
    expect(location.pathname).toBe("/start")
  })

  it("never leaves the origin, however the address is written", async () => {
    const assign = vi.spyOn(location, "assign").mockImplementation(() => {})
    const error = vi.spyOn(console, "error").mockImplementation(() => {})
    const { server } = await livePage("")
    const addresses = [
      "https://example.com/",
      "//example.com",
      "\\\\example.com",
      "javascript:alert(1)",
      "/\t/example.com",
      "data:text/html,x",
    ]
    server.pushed(
      "room",
      "a",
      1,
      addresses.map((url) => ["visit", url]),
    )
    await until(() => expect(error).toHaveBeenCalledTimes(addresses.length))
    expect(assign.mock.calls).toEqual([])
    expect(requests).toEqual([])
  })

  it("loads fully what is no page", async () => {
    const assign = vi.spyOn(location, "assign").mockImplementation(() => {})
    const { server } = await livePage("")
    answer = () => new Response("{}", { headers: { "content-type": "application/json" } })
    server.pushed("room", "a", 1, [["visit", "/file.json"]])
    await until(() => expect(assign).toHaveBeenCalledWith(expect.stringContaining("/file.json")))
  })
})

describe("the address", () => {
  it("changes, and is told to the server with the next event", async () => {
    const { server, click, sent } = await livePage(button)
    server.pushed("room", "a", 1, [["url", "/start?tab=2"]])
    await until(() => expect(location.search).toBe("?tab=2"))
    click("button")
    expect(sent[0]?.u).toBe("/start?tab=2")
  })

  it("changes in the same moment as the content, although nothing of navigation has been loaded", async () => {
    // What the pages before have left behind would load it.
    history.scrollRestoration = "auto"
    const { page, find, click, reply } = await livePage(`<p>old</p>${button}`)
    expect(page.navigation.loaded).toBe(undefined)
    click("button")
    const push = vi.spyOn(history, "pushState").mockImplementation(() => expect(find("p").textContent).toBe("new"))
    reply([
      ["update", "p", "new"],
      ["url", "/start?tab=2"],
    ])
    expect(push).toHaveBeenCalledTimes(1)
  })

  it("makes an entry of the history only where it differs, and none where it replaces", async () => {
    const { server } = await livePage("")
    const push = vi.spyOn(history, "pushState")
    server.pushed("room", "a", 1, [
      ["url", "/start"],
      ["url", "/a"],
      ["url", "/a"],
      ["url", "/b", true],
    ])
    await until(() => expect(location.pathname).toBe("/b"))
    expect(push).toHaveBeenCalledTimes(1)
  })

  it("is asked for again when the person goes back, and shown as it was where the server has no such page", async () => {
    const { server, find } = await livePage(`<p>first</p>`)
    server.pushed("room", "a", 1, [
      ["url", "/second"],
      ["update", "p", "second"],
    ])
    await until(() => expect(location.pathname).toBe("/second"))
    answer = () => rendered({ body: `<p>first again</p>` })
    history.replaceState({ livetsx: 0 }, "", "/start")
    dispatchEvent(new PopStateEvent("popstate", { state: history.state }))
    await until(() => expect(find("p").textContent).toBe("first again"))
    expect(requests.at(-1)).toEqual({ url: "/start", room: "token" })
    answer = () => new Response("", { status: 404 })
    history.replaceState({ livetsx: 1 }, "", "/second")
    dispatchEvent(new PopStateEvent("popstate", { state: history.state }))
    await until(() => expect(find("p").textContent).toBe("second"))
  })

  it("is gone back from when everything that was done has been answered, and takes nothing along to another page", async () => {
    const buttons = ["a", "b", "c"].map((name) => `<button id="${name}" data-action="click->page#run" data-liveview-function="${name}">`)
    const { click, find, sent, reply } = await livePage(`<p>left</p>${buttons.join("")}`)
    let show = (_: Response) => {}
    answer = () => new Promise((resolve) => (show = resolve))
    for (const id of ["a", "b"]) find(`#${id}`).click()
    history.replaceState({ livetsx: 0 }, "", "/before")
    dispatchEvent(new PopStateEvent("popstate", { state: history.state }))
    for (const count of [1, 2]) {
      await until(() => expect(sent.map(({ f }) => f)).toEqual(["a", "b"].slice(0, count)))
      expect(requests).toEqual([])
      reply([])
    }
    await until(() => expect(requests).toEqual([{ url: "/before", room: "token" }]))
    click("#c")
    show(rendered({ body: `<p>before</p>${button}`, token: "other" }))
    await until(() => expect(find("p").textContent).toBe("before"))
    click("button")
    await until(() => expect(sent.map(({ f }) => f)).toEqual(["a", "b", "add"]))
  })

  it("is left to the browser where only the fragment changes", async () => {
    await livePage("")
    history.pushState(null, "", "/start#part")
    dispatchEvent(new PopStateEvent("popstate"))
    expect(requests).toEqual([])
  })
})
