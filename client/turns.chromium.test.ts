import type { Page } from "@playwright/test"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { launchLive } from "./fixtures/live-chromium.ts"

let chromium: Awaited<ReturnType<typeof launchLive>>

beforeAll(async () => {
  chromium = await launchLive()
}, 30_000)
afterAll(() => chromium.close())

const paths = ["/a", "/b", "/c", "/d"]
const links = paths.map((path) => `<a href="${path}" data-liveview-visit>${path}</a>`).join("")
const bodyOf = (path: string) =>
  `${links}<button data-action="click->page#run" data-liveview-function="add" data-liveview-sync="queue">add</button><p>${path}</p>`

/** Pages that are answered when the test wants it, and the rooms that they were asked for. */
class Site {
  readonly #waiting: { path: string; answer(): void }[] = []
  #isHeld = false
  readonly asked: string[] = []

  async open(path: string): Promise<Page> {
    const page = await chromium.open(Object.fromEntries(paths.map((each) => [each, () => this.#answer(each)])), path)
    page.on("request", (request) => {
      const { pathname } = new URL(request.url())
      if (paths.includes(pathname)) this.asked.push(`${pathname} ${request.headers()["x-liveview-room"] ?? "anew"}`)
    })
    return page
  }

  hold(): void {
    this.#isHeld = true
  }

  /** Answers what was asked for longest of this page. */
  async answer(path: string): Promise<void> {
    await this.waitsFor(path)
    const [waiting] = this.#waiting.splice(
      this.#waiting.findIndex((each) => each.path === path),
      1,
    )
    waiting?.answer()
  }

  release(): void {
    this.#isHeld = false
    for (const { answer } of this.#waiting.splice(0)) answer()
  }

  async waitsFor(path: string): Promise<void> {
    await expect.poll(() => this.#waiting.map((each) => each.path)).toContain(path)
  }

  #answer(path: string): Promise<string> {
    if (!this.#isHeld) return Promise.resolve(bodyOf(path))
    return new Promise((resolve) => this.#waiting.push({ path, answer: () => resolve(bodyOf(path)) }))
  }
}

const follow = (page: Page, path: string) => page.click(`a[href="${path}"]`)
const back = (page: Page) => page.evaluate(() => history.back())
const refresh = (page: Page) => page.evaluate(() => window.server.listener.instructed("refresh"))
const room = (path: string) => `room-of-${path}.signed`
/** Long enough for what has been answered to be shown, if it is. */
const rest = (page: Page) => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)))

/** A site of which a page is open from which these links were followed. */
async function walked(...way: string[]): Promise<{ site: Site; page: Page }> {
  const site = new Site()
  const page = await site.open("/a")
  await walk(page, ...way)
  return { site, page }
}

async function walk(page: Page, ...way: string[]): Promise<void> {
  for (const path of way) {
    await follow(page, path)
    await page.waitForFunction((wanted) => document.title === wanted, path)
  }
}

async function shown(page: Page): Promise<unknown[]> {
  return await page.evaluate(() => [
    location.pathname,
    document.title,
    document.querySelector("p")?.textContent,
    document.documentElement.dataset.room,
  ])
}

/** This page comes, and stays. */
async function expectShown(page: Page, path: string): Promise<void> {
  await expect.poll(() => shown(page)).toEqual([path, path, path, room(path)])
  await rest(page)
  expect(await shown(page)).toEqual([path, path, path, room(path)])
}

describe("of several pages that are asked for", () => {
  it("a refresh that comes late shows nothing of the page that was left by a link", async () => {
    const { site, page } = await walked()
    site.hold()
    await refresh(page)
    await site.waitsFor("/a")
    // Held until the page has been rendered, and meant for no other.
    await page.evaluate(() => window.server.push("", ["update", "p", "pushed to /a"]))
    await follow(page, "/b")
    await site.answer("/b")
    await expectShown(page, "/b")
    site.release()
    await expectShown(page, "/b")
    await page.click("button")
    expect(await page.evaluate(() => window.server.sent.map(({ f }) => f))).toEqual(["add"])
  })

  it("a refresh that comes late shows nothing of the page that was left with Back", async () => {
    const { site, page } = await walked("/b")
    site.hold()
    await refresh(page)
    await site.waitsFor("/b")
    await back(page)
    await site.answer("/a")
    await expectShown(page, "/a")
    site.release()
    await expectShown(page, "/a")
  })

  it("none is asked for with the room of the page that is left", async () => {
    const { site, page } = await walked("/b")
    site.asked.length = 0
    site.hold()
    await back(page)
    await site.waitsFor("/a")
    await refresh(page)
    await rest(page)
    site.release()
    await expectShown(page, "/a")
    expect(site.asked).toEqual([`/a ${room("/a")}`])
  })

  it("a link that is followed while Back is on its way is what is shown, and its page is gone back from", async () => {
    const { site, page } = await walked("/b")
    site.hold()
    await back(page)
    await site.waitsFor("/a")
    await follow(page, "/c")
    await site.answer("/c")
    await expectShown(page, "/c")
    site.release()
    await expectShown(page, "/c")
    await page.click("button")
    expect(await page.evaluate(() => window.server.sent.map(({ f }) => f))).toEqual(["add"])
    await page.evaluate(() => window.server.reply([]))
    await back(page)
    await expectShown(page, "/a")
    expect(site.asked.at(-1)).toBe(`/a ${room("/a")}`)
  })

  it("Back is what is shown where a link that was followed before comes late", async () => {
    const { site, page } = await walked("/b")
    site.hold()
    await follow(page, "/c")
    await site.waitsFor("/c")
    await back(page)
    await site.answer("/a")
    await expectShown(page, "/a")
    site.release()
    await expectShown(page, "/a")
  })

  it("those that are only passed by with Back keep their rooms", async () => {
    const { site, page } = await walked("/b", "/c")
    site.hold()
    await back(page)
    await site.waitsFor("/b")
    await back(page)
    await site.waitsFor("/a")
    site.release()
    await expectShown(page, "/a")
    for (const path of ["/b", "/c"]) {
      await page.evaluate(() => history.forward())
      await expectShown(page, path)
      expect(site.asked.at(-1)).toBe(`${path} ${room(path)}`)
    }
  })
})

describe("a page that is left with Back", () => {
  it("has its own address until the next is there, and does not change that of the next", async () => {
    const { page } = await walked("/b")
    await page.click("button")
    await page.click("button")
    await page.evaluate(() => window.server.reply([]))
    await back(page)
    await page.waitForFunction(() => location.pathname === "/a")
    await page.click("button")
    await page.evaluate(() => window.server.reply([["url", "/d"]]))
    await page.evaluate(() => window.server.reply([]))
    await expectShown(page, "/a")
    const told = await page.evaluate(() => window.server.sent.map(({ u }) => u))
    expect(told).toEqual(["/b", undefined, undefined])
    expect(await page.evaluate(() => history.length)).toBe(3)
  })

  it("asks once before several steps", async () => {
    const form = `<form data-liveview-unsaved="Leave?" data-action="submit->page#run" data-liveview-function="save"><input name="a"></form>`
    const { site, page } = await walked("/b", "/c")
    await page.evaluate((html) => window.server.push("", ["update", "p", html]), form)
    await page.fill("input", "2")
    let asked = 0
    page.on("dialog", (dialog) => {
      asked++
      return dialog.accept()
    })
    site.hold()
    await back(page)
    await site.waitsFor("/b")
    await back(page)
    await site.waitsFor("/a")
    site.release()
    await expectShown(page, "/a")
    expect(asked).toBe(1)
  })
})

describe("the history", () => {
  it("knows the page of an entry that the browser has made for a fragment", async () => {
    const { site, page } = await walked("/b", "/c")
    await page.evaluate(() => {
      location.hash = "part"
    })
    await walk(page, "/d")
    site.asked.length = 0
    await back(page)
    await expectShown(page, "/c")
    expect(await page.evaluate(() => location.hash)).toBe("#part")
    for (const path of ["/c", "/b", "/a"]) {
      await back(page)
      await expectShown(page, path)
    }
    expect(site.asked).toEqual(["/c", "/b", "/a"].map((path) => `${path} ${room(path)}`))
  })

  it("counts on where a script has made an entry of its own", async () => {
    const { page } = await walked("/b")
    await page.evaluate(() => history.pushState({ own: true }, "", "/b?own"))
    await walk(page, "/c")
    expect(await page.evaluate(() => history.state)).toEqual({ livetsx: 2 })
  })

  it("has no second entry for a link to where one is", async () => {
    const { site, page } = await walked("/b")
    await follow(page, "/b")
    await expect.poll(() => site.asked).toEqual(["/b anew", "/b anew"])
    await expectShown(page, "/b")
    await back(page)
    await expectShown(page, "/a")
  })

  it("is gone back in without a network, and the page that is shown asks for itself until the network is there", async () => {
    const { site, page } = await walked("/b")
    site.asked.length = 0
    let isAway = true
    await page.route("**/a", (route) => (isAway ? route.abort() : route.fallback()))
    await back(page)
    await expectShown(page, "/a")
    const before = site.asked.length
    isAway = false
    await expect.poll(() => site.asked.length).toBeGreaterThan(before)
    await expectShown(page, "/a")
    expect(new Set(site.asked)).toEqual(new Set([`/a ${room("/a")}`]))
  })
})
