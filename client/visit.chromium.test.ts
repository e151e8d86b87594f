import type { Page } from "@playwright/test"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { launchLive } from "./fixtures/live-chromium.ts"

let chromium: Awaited<ReturnType<typeof launchLive>>

beforeAll(async () => {
  chromium = await launchLive()
}, 30_000)
afterAll(() => chromium.close())

const link = (href: string, more = "") => `<a href="${href}" data-liveview-visit ${more}>${href}</a>`
const url = (page: Page) => new URL(page.url()).pathname
const focused = (page: Page) => page.evaluate(() => document.activeElement?.localName)
const title = (page: Page, text: string) => page.waitForFunction((wanted) => document.title === wanted, text)

/** Requests for pages, in order. */
function requests(page: Page): string[] {
  const asked: string[] = []
  page.on("request", (request) => asked.push(new URL(request.url()).pathname))
  return asked
}

describe("a link that is followed in place", () => {
  it("shows the page, gives its content the focus, and says its title", async () => {
    const page = await chromium.open({ "/": `<nav>${link("/b")}</nav><main>a</main>`, "/b": `<nav>${link("/")}</nav><main>b</main>` })
    await page.evaluate(() => Object.assign(window, { stayed: true }))
    await page.click("text=/b")
    await title(page, "/b")
    expect(await page.textContent("main")).toBe("b")
    expect(await focused(page)).toBe("main")
    expect(await page.textContent(".liveview-announcement")).toBe("/b")
    expect(await page.evaluate(() => "stayed" in window)).toBe(true)
  })

  it("has styles with the nonce of another answer, of which the browser does not complain, also with Back", async () => {
    const styled = (nonce: string, more: string) => `<style nonce="${nonce}">p { color: rgb(1, 2, ${nonce.length}) }</style><p>${more}</p>`
    const page = await chromium.open({ "/": styled("one", link("/b")), "/b": styled("three", link("/")) })
    const complaints: string[] = []
    page.on("console", (message) => complaints.push(message.text()))
    await page.evaluate(() => {
      const policy = document.createElement("meta")
      policy.httpEquiv = "Content-Security-Policy"
      policy.content = "style-src 'nonce-one'"
      document.head.append(policy)
    })
    const color = () => page.evaluate(() => getComputedStyle(document.querySelector("p") ?? document.body).color)
    await page.click("text=/b")
    await title(page, "/b")
    expect(await color()).toBe("rgb(1, 2, 5)")
    await page.evaluate(() => history.back())
    await title(page, "/")
    expect(await color()).toBe("rgb(1, 2, 3)")
    expect(complaints).toEqual([])
  })

  it("tells scripts of the page that is there, with Back too", async () => {
    const page = await chromium.open({ "/": link("/b"), "/b": link("/") })
    await page.evaluate(() => {
      const visited: string[] = []
      document.addEventListener("liveview:visit", ({ detail: { url } }) => visited.push(`${new URL(url).pathname} ${document.title}`))
      Object.assign(window, { visited })
    })
    const visited = () => page.evaluate(() => Reflect.get(window, "visited"))
    await page.click("text=/b")
    await expect.poll(visited).toEqual(["/b /b"])
    await page.goBack()
    await expect.poll(visited).toEqual(["/b /b", "/ /"])
  })

  it("may be kept from it by a script, and so may Back, but not what the server wants", async () => {
    const page = await chromium.open({ "/": link("/b"), "/b": `${link("/")}<p>b</p>` })
    await page.click("text=/b")
    await title(page, "/b")
    await page.evaluate(() => document.addEventListener("liveview:before-visit", (event) => event.preventDefault()))
    await page.click("a")
    await page.evaluate(() => history.back())
    await page.waitForFunction(() => location.pathname === "/b")
    expect(await page.title()).toBe("/b")
    expect(await page.evaluate(() => history.length)).toBe(3)
    await page.evaluate(() => window.server.push("", ["visit", "/"]))
    await title(page, "/")
  })

  it("says that it is being followed while that takes long", async () => {
    let answer = () => {}
    const slow = new Promise<string>((resolve) => {
      answer = () => resolve("slow")
    })
    const page = await chromium.open({ "/": link("/b"), "/b": () => slow })
    await page.click("a")
    expect(await page.getAttribute("a", "aria-busy")).toBe("true")
    await page.waitForSelector("#liveview-progress")
    answer()
    await title(page, "/b")
    await page.waitForSelector("#liveview-progress", { state: "detached" })
  })
})

describe("what was pressed on the page that is left", () => {
  it("is answered before the next page is shown", async () => {
    let answer = () => {}
    const slow = new Promise<string>((resolve) => {
      answer = () => resolve("<output></output>")
    })
    const button = `<button data-action="click->page#run" data-liveview-function="add" data-liveview-sync="queue">add</button>`
    const page = await chromium.open({ "/": `${button}${link("/b")}<output></output>`, "/b": () => slow })
    const arrived = page.waitForResponse("**/b")
    await page.click("a")
    for (let press = 0; press < 3; press++) await page.click("button")
    answer()
    await arrived
    for (const press of [1, 2, 3]) {
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)))
      expect(await page.evaluate(() => window.server.sent.length)).toBe(press)
      const shown = await page.evaluate((text) => {
        window.server.reply([["update", "output", text]])
        return document.querySelector("output")?.textContent
      }, `${press}`)
      expect(shown).toBe(`${press}`)
    }
    await title(page, "/b")
    expect(await page.textContent("output")).toBe("")
    expect(await page.locator(".liveview-toast").count()).toBe(0)
  })
})

describe("Back and Forward", () => {
  const tall = (id: string) => `<div id="${id}" style="height:100px;overflow:auto"><p style="height:900px">${id}</p></div>`

  it("go between the parts of a page, each to where it was", async () => {
    const parts = `<a id="to" href="#part">part</a><p style="height:3000px">x</p><h2 id="part">Part</h2><p style="height:3000px">y</p>`
    const page = await chromium.open({ "/": link("/b"), "/b": parts })
    await page.click("a")
    await title(page, "/b")
    await page.evaluate(() => scrollTo(0, 5))
    await page.click("#to")
    await page.waitForFunction(() => scrollY > 2_000)
    await page.evaluate(() => scrollBy(0, 100))
    const there = await page.evaluate(() => scrollY)
    await page.goBack()
    await page.waitForFunction(() => scrollY === 5)
    await page.goForward()
    await page.waitForFunction((y) => scrollY === y, there)
    await page.evaluate(() => history.go(-2))
    await title(page, "/")
  })

  it("bring every scroll container back to where it was", async () => {
    const inner = `<section><div style="height:100px;overflow:auto"><p style="height:900px">x</p></div></section>`
    const page = await chromium.open({ "/": `${link("/b")}${tall("box")}${inner}`, "/b": `<p>b</p>` })
    await page.evaluate(() => {
      document.querySelector("#box")?.scrollTo(0, 300)
      document.querySelector("section div")?.scrollTo(0, 200)
    })
    await page.click("a")
    await title(page, "/b")
    await page.goBack()
    await title(page, "/")
    await page.waitForFunction(() => document.querySelector("section div")?.scrollTop === 200)
    expect(await page.evaluate(() => document.querySelector("#box")?.scrollTop)).toBe(300)
    await page.evaluate(() => document.querySelector("#box")?.scrollTo(0, 250))
    await page.reload()
    await page.waitForFunction(() => document.querySelector("#box")?.scrollTop === 250)
  })

  it("begin another page at its top, but leave a list of pages where it is", async () => {
    const nav = `<nav id="nav" style="height:50px;overflow:auto">${link("/b")}<p style="height:900px"></p></nav>`
    const main = (text: string) => `<main id="main" style="height:100px;overflow:auto"><p style="height:900px">${text}</p></main>`
    const page = await chromium.open({ "/": nav + main("a"), "/b": nav + main("b") })
    await page.evaluate(() => {
      document.querySelector("#nav")?.scrollTo(0, 7)
      document.querySelector("#main")?.scrollTo(0, 300)
    })
    await page.evaluate(() => document.querySelector("a")?.click())
    await title(page, "/b")
    expect(await page.evaluate(() => document.querySelector("#main")?.scrollTop)).toBe(0)
    expect(await page.evaluate(() => document.querySelector("#nav")?.scrollTop)).toBe(7)
  })
})

describe("a page that will probably be visited", () => {
  it("is asked for when somebody points at its link, and not asked for again", async () => {
    const page = await chromium.open({ "/": link("/b", "data-liveview-prefetch"), "/b": "b" })
    const asked = requests(page)
    const answered = page.waitForResponse((response) => response.url().endsWith("/b"))
    await page.hover("a")
    await answered
    await page.click("a")
    await title(page, "/b")
    expect(asked).toEqual(["/b"])
  })

  it("is not asked for when the pointer only passes by, nor without the attribute", async () => {
    const page = await chromium.open({ "/": `${link("/b", "data-liveview-prefetch")}<p>x</p>${link("/c")}<b>y</b>`, "/b": "b", "/c": "c" })
    await page.clock.install()
    await page.clock.pauseAt(Date.now() + 60_000)
    const asked = requests(page)
    await page.hover("text=/b")
    await page.hover("p")
    await page.hover("text=/c")
    await page.clock.runFor(1_000)
    await page.hover("b")
    expect(asked).toEqual([])
  })

  it("is asked for again when something was done since, or time has passed", async () => {
    const add = `<button data-action="click->page#run" data-liveview-function="add">+</button>`
    const page = await chromium.open({ "/": link("/b", "data-liveview-prefetch") + add, "/b": "b" })
    const asked = requests(page)
    const answered = page.waitForResponse((response) => response.url().endsWith("/b"))
    await page.hover("a")
    await answered
    await page.click("button")
    await page.evaluate(() => window.server.reply([]))
    await page.evaluate(() => document.querySelector("a")?.click())
    await title(page, "/b")
    expect(asked).toEqual(["/b", "/b"])
  })
})

describe("a form with unsaved changes", () => {
  const form = `<form data-liveview-unsaved="Leave without saving?" data-action="submit->page#run" data-liveview-function="save"><input name="a" value="1"><button>Save</button></form>`
  const site = { "/": link("/b") + form, "/b": "b" }

  it("is marked until it is as the server has it, or was saved", async () => {
    const page = await chromium.open(site)
    const dirty = () => page.evaluate(() => document.querySelector("form")?.hasAttribute("data-liveview-dirty"))
    expect(await dirty()).toBe(false)
    await page.fill("input", "2")
    expect(await dirty()).toBe(true)
    await page.fill("input", "1")
    expect(await dirty()).toBe(false)
    await page.fill("input", "3")
    await page.click("button")
    expect(await dirty()).toBe(true)
    await page.evaluate(() => window.server.reply([]))
    expect(await dirty()).toBe(false)
    await page.fill("input", "4")
    expect(await dirty()).toBe(true)
    await page.evaluate(() => document.querySelector("form")?.reset())
    await page.waitForSelector("form:not([data-liveview-dirty])")
  })

  it("asks before a link is followed or one goes back, and the page stays where the answer is no", async () => {
    const page = await chromium.open({ "/": link("/b"), "/b": link("/") + form })
    await page.click("a")
    await title(page, "/b")
    const asked: string[] = []
    let answer = false
    page.on("dialog", (dialog) => {
      asked.push(dialog.message())
      return answer ? dialog.accept() : dialog.dismiss()
    })
    await page.fill("input", "2")
    await page.click("a")
    await page.evaluate(() => history.back())
    await page.waitForFunction(() => location.pathname === "/b" && history.state?.livetsx === 1)
    await expect.poll(() => asked).toEqual(["Leave without saving?", "Leave without saving?"])
    expect([await page.title(), url(page), await page.inputValue("input")]).toEqual(["/b", "/b", "2"])
    answer = true
    await page.click("a")
    await title(page, "/")
  })

  it("lets the browser ask before the page is closed, only then", async () => {
    const page = await chromium.open(site)
    const held = () =>
      page.evaluate(() => {
        const event = new Event("beforeunload", { cancelable: true })
        dispatchEvent(event)
        return event.defaultPrevented
      })
    expect(await held()).toBe(false)
    await page.fill("input", "2")
    expect(await held()).toBe(true)
    await page.fill("input", "1")
    expect(await held()).toBe(false)
  })
})

describe("a view transition", () => {
  it("runs where the link wants one, and not for those who want no motion", async () => {
    const page = await chromium.open({ "/": link("/b", "data-liveview-transition"), "/b": link("/", "data-liveview-transition") })
    await page.evaluate(() => {
      const start = document.startViewTransition.bind(document)
      document.startViewTransition = (change) => {
        document.documentElement.dataset.transitions = String(Number(document.documentElement.dataset.transitions ?? 0) + 1)
        return start(change)
      }
    })
    await page.click("a")
    await title(page, "/b")
    expect(await page.evaluate(() => document.documentElement.dataset.transitions)).toBe("1")
    await page.emulateMedia({ reducedMotion: "reduce" })
    await page.click("a")
    await title(page, "/")
    expect(await page.evaluate(() => document.documentElement.dataset.transitions)).toBe("1")
  })
})
