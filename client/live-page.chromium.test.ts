import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { launchLive } from "./fixtures/live-chromium.ts"

let chromium: Awaited<ReturnType<typeof launchLive>>

beforeAll(async () => {
  chromium = await launchLive()
}, 30_000)
afterAll(() => chromium.close())

const send = `data-action="submit->page#run" data-liveview-function="send"`

describe("a controller", () => {
  it("is told when a patch has changed something in its element, and only then", async () => {
    const page = await chromium.open(`<div id="d" data-controller="note other"><p>1</p></div><div data-controller="note" id="e"></div>`)
    await page.evaluate(() => {
      class Note extends window.live.Controller {
        patched() {
          this.element.setAttribute("told", String(Number(this.element.getAttribute("told")) + 1))
        }
      }
      class Other extends window.live.Controller {}
      window.live.register({ note: Note, other: Other })
    })
    await page.evaluate(() => new Promise(requestAnimationFrame))
    await page.evaluate(() => window.server.push("*", ["update", "#d p", "2"]))
    expect(await page.getAttribute("#d", "told")).toBe("1")
    expect(await page.getAttribute("#e", "told")).toBe(null)
  })
})

describe("the controllers of a list", () => {
  const rows = (order: string, text = "") => [...order].map((key) => `<li data-key="${key}" data-controller="row">${text}</li>`).join("")

  it("are connected once for each row, wherever it goes, told of patches, and disconnected with it", async () => {
    const page = await chromium.open(`<ul id="l">${rows("abc")}</ul>`)
    await page.evaluate(() => {
      const notes: string[] = []
      class Row extends window.live.Controller {
        override connect() {
          notes.push(`+${this.element.getAttribute("data-key")}`)
        }
        override disconnect() {
          notes.push(`-${this.element.getAttribute("data-key")}`)
        }
        patched() {
          notes.push(`=${this.element.getAttribute("data-key")}`)
        }
      }
      Object.assign(window, { notes })
      window.live.register({ row: Row })
    })
    const notesAfter = async (order: string, text?: string) => {
      await page.evaluate((html) => window.server.push("*", ["update", "#l", html]), rows(order, text))
      await page.evaluate(() => new Promise(requestAnimationFrame))
      return page.evaluate(() => ("notes" in window && Array.isArray(window.notes) ? window.notes.splice(0).sort() : []))
    }
    await page.evaluate(() => new Promise(requestAnimationFrame))
    expect(await notesAfter("abc")).toEqual(["+a", "+b", "+c"])
    expect(await notesAfter("cdab")).toEqual(["+d"])
    expect(await notesAfter("bcda", "x")).toEqual(["=a", "=b", "=c", "=d"])
    expect(await notesAfter("ace", "x")).toEqual(["+e", "-b", "-d"])
  })
})

describe("the focus of a page that was loaded", () => {
  it("goes to the element that is marked for it", async () => {
    const page = await chromium.open(`<input id="a"><input id="b" data-liveview-focus="true">`)
    await page.waitForFunction(() => document.activeElement?.id === "b")
  })

  it("stays where it is already", async () => {
    const page = await chromium.open(`<input id="a" autofocus><input id="b" data-liveview-focus="true">`)
    await page.waitForFunction(() => window.server.sent)
    await page.evaluate(() => new Promise(requestAnimationFrame))
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("a")
  })
})

describe("what is told to a room", () => {
  it("does not overwrite what was written after an event that has no answer yet: it may say what that event has said", async () => {
    const page = await chromium.open(
      `<form data-action="input->page#run" data-liveview-function="share"><input name="a"></form><button>Elsewhere</button>`,
    )
    const tell = (value: string) =>
      page.evaluate((html) => window.server.push("*", ["update", "form", html]), `<input name="a" value="${value}">`)
    await page.fill("input", "mi")
    await page.fill("input", "mine")
    await page.focus("button")
    await tell("mi")
    expect(await page.inputValue("input")).toBe("mine")
    await page.evaluate(() => window.server.reply([]))
    await page.evaluate(() => window.server.reply([]))
    await tell("theirs")
    expect(await page.inputValue("input")).toBe("theirs")
  })
})

describe("what a handler sends to its own page", () => {
  const form = `<form id="f" ${send}><input name="text"><button>Send</button></form><div id="log"></div>`

  it("counts as the answer of the event under way: the form is emptied, what is marked gets the focus", async () => {
    const page = await chromium.open(form)
    await page.fill("input", "hello")
    await page.click("button")
    await page.evaluate(() => {
      document.addEventListener("liveview:patch", (event) => {
        const source = event instanceof CustomEvent && event.detail.source
        document.title += `${source} ${event.target instanceof Element ? event.target.id : "document"}`
      })
      window.server.push("", ["morph", "f", document.querySelector("#f")?.outerHTML ?? ""])
    })
    expect(await page.inputValue("input")).toBe("")
    await page.evaluate(() => window.server.push("", ["append", "#log", `<input id="next" data-liveview-focus="true">`]))
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("next")
    expect(await page.title()).toContain("reply f")
  })

  it("is a push like others once the event was answered", async () => {
    const page = await chromium.open(form)
    await page.fill("input", "hello")
    await page.click("button")
    await page.evaluate(() => window.server.reply([]))
    await page.fill("input", "next")
    await page.evaluate(() => window.server.push("", ["append", "#log", `<input id="stolen" data-liveview-focus="true">`]))
    expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("text")
    expect(await page.inputValue("input >> nth=0")).toBe("next")
  })

  it("leaves what others push a push while the event is under way", async () => {
    const page = await chromium.open(form)
    await page.fill("input", "hello")
    await page.press("input", "Enter")
    await page.evaluate(() => window.server.push("*", ["append", "#log", `<input id="stolen" data-liveview-focus="true">`]))
    expect(await page.evaluate(() => document.activeElement?.id)).not.toBe("stolen")
  })
})

describe("a focus in a reply that scrolls", () => {
  it("does not scroll to where the focus goes", async () => {
    const page = await chromium.open(`<button id="top">top</button><p style="height: 5000px"></p><i id="far">far</i>`)
    await page.emulateMedia({ reducedMotion: "reduce" })
    await page.evaluate(() => window.server.push("*", ["scroll", "#far"], ["focus", "#top"]))
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("top")
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(1000)
    await page.evaluate(() => window.server.push("*", ["focus", "#far"], ["focus", "#top"]))
    expect(await page.evaluate(() => scrollY)).toBe(0)
  })
})

describe("an error that may pass", () => {
  const form = `<form id="f" ${send}><input name="text"><button>Send</button></form>`
  const toast = ".liveview-toast--error"

  it("can be tried again, with what the form holds then, and leaves the focus where it was", async () => {
    const page = await chromium.open(form)
    await page.fill("input", "first")
    await page.click("form button")
    await page.evaluate(() => window.server.reply({ code: "handler_error", reference: "r-1" }))
    expect(await page.textContent(toast)).toContain("r-1")
    await page.fill("input", "second")
    await page.focus("input")
    await page.click(`${toast} >> text=Try again`)
    expect(await page.evaluate(() => window.server.sent.map(({ m }) => m?.text))).toEqual(["first", "second"])
    expect(await page.$(toast)).toBe(null)
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe("input")
  })

  it.each(["refused", "outcome_unknown", "expired"] as const)("is not offered to be tried again where it is %s", async (code) => {
    const page = await chromium.open(form)
    await page.click("form button")
    await page.evaluate((one) => window.server.reply({ code: one }), code)
    expect(await page.$$(`${toast} button`)).toHaveLength(1)
  })
})

describe("what the server says of single fields", () => {
  it("stands beside them, is read with them, and is gone when they are edited", async () => {
    const page = await chromium.open(
      `<form ${send}><input name="a" aria-describedby="hint"><i id="hint">hint</i><input name="b"><span data-liveview-error-for="b"></span><button>Send</button></form>`,
    )
    await page.click("button")
    await page.evaluate(() =>
      window.server.reply({ code: "invalid", errors: { a: ["Too short."], b: ["Wrong.", "Late."], "": ["Closed."] } }),
    )
    const field = (name: string) =>
      page.evaluate((one) => {
        const control = document.querySelector(`[name=${one}]`)
        const described = (control?.getAttribute("aria-describedby") ?? "").split(" ")
        return [control?.getAttribute("aria-invalid"), ...described.map((id) => document.getElementById(id)?.textContent)]
      }, name)
    expect(await field("a")).toEqual(["true", "hint", "Too short."])
    expect(await field("b")).toEqual(["true", "Wrong. Late."])
    expect(await page.textContent(".liveview-toast--error")).toContain("Closed.")
    expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("a")
    await page.fill("[name=a]", "longer")
    expect(await field("a")).toEqual([null, "hint"])
    expect(await field("b")).toEqual(["true", "Wrong. Late."])
    await page.click("button")
    await page.evaluate(() => window.server.reply([]))
    expect(await field("b")).toEqual([null, undefined])
  })
})

describe("a click outside", () => {
  it("is told to what wants to know, only where it began and ended there, and only while that is to be seen", async () => {
    const page = await chromium.open(
      `<div id="menu" data-liveview-away="close" style="width:100px;height:50px"><b>in</b></div><p id="out">out</p><div hidden data-liveview-away="never"></div>`,
    )
    const sent = () => page.evaluate(() => window.server.sent.map(({ f, t }) => `${f} by ${t}`))
    await page.click("b")
    const [menu, out] = [await page.locator("#menu").boundingBox(), await page.locator("#out").boundingBox()]
    await page.mouse.move((menu?.x ?? 0) + 5, (menu?.y ?? 0) + 5)
    await page.mouse.down()
    await page.mouse.move((out?.x ?? 0) + 5, (out?.y ?? 0) + 5)
    await page.mouse.up()
    expect(await sent()).toEqual([])
    await page.click("#out")
    expect(await sent()).toEqual(["close by away"])
  })

  it("is none in what a script has put elsewhere out of the element", async () => {
    const page = await chromium.open(`<div data-liveview-away="close"><p id="menu"><b>in</b></p></div><p id="out">out</p>`)
    await page.evaluate(() => document.body.append(document.querySelector("#menu") ?? ""))
    const sent = () => page.evaluate(() => window.server.sent.length)
    await page.click("b")
    expect(await sent()).toBe(0)
    await page.click("#out")
    expect(await sent()).toBe(1)
  })
})
