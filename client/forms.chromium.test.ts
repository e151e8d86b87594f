import type { Page } from "@playwright/test"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { launchLive } from "./fixtures/live-chromium.ts"

let chromium: Awaited<ReturnType<typeof launchLive>>

beforeAll(async () => {
  chromium = await launchLive()
}, 30_000)
afterAll(() => chromium.close())

const run = (event: string, name: string) => `data-action="${event}->page#run" data-liveview-function="${name}"`
const sent = (page: Page) => page.evaluate(() => window.server.sent.map(({ f, m, t }) => [f, t, m]))
const site = (body: string) => ({ "/": body, "/elsewhere": "<h1>Elsewhere</h1>" })
const save = (inside: string, attributes = "") => `<form id="f" ${run("submit", "save")} ${attributes}>${inside}</form>`

describe("a field outside of its form", () => {
  const on = JSON.stringify({ input: ["check", {}, { debounce: 60_000 }], change: "keep" })
  const body = `<form id="f" data-action="input->page#run change->page#run" data-liveview-on='${on}'><input name="in"></form>
    <p><input name="out" form="f" aria-describedby="out-error"></p><span id="out-error" data-liveview-error-for="out"></span><button id="other"></button>`

  it("is heard by its form, with all that is in it, and sent when it is left", async () => {
    const page = await chromium.open(body)
    await page.fill("[name=out]", "typed")
    expect(await sent(page)).toEqual([])
    await page.focus("#other")
    await page.evaluate(() => window.server.reply([]))
    expect(await sent(page)).toEqual([
      ["check", "input", { in: "", out: "typed" }],
      ["keep", "change", { in: "", out: "typed" }],
    ])
    expect(await page.getAttribute("#f", "data-liveview-dirty")).toBe("")
  })

  it("is heard once where it is inside, and not where it says that it is heard no further", async () => {
    const page = await chromium.open(
      `<form id="f" ${run("input", "check")}><input name="in" form="f"></form><p data-action="input->page#stop"><input name="out" form="f"></p>`,
    )
    await page.fill("[name=in]", "a")
    await page.evaluate(() => window.server.reply([]))
    await page.fill("[name=out]", "b")
    expect(await sent(page)).toEqual([["check", "input", { in: "a", out: "" }]])
  })

  it("has what is wrong with it said where its page says, also outside", async () => {
    const page = await chromium.open(`${save("<button>Save</button>")}${body.slice(body.indexOf("<p>"))}`)
    await page.click("text=Save")
    await page.evaluate(() => window.server.reply({ code: "invalid", errors: { out: ["Too short."] } }))
    await expect.poll(() => page.textContent("#out-error")).toBe("Too short.")
    expect(await page.locator(".liveview-field-error").count()).toBe(0)
    expect(await page.getAttribute("[name=out]", "aria-invalid")).toBe("true")
  })
})

describe("a button", () => {
  it("sends the form that it names, with its own name and value, wherever it stands", async () => {
    const page = await chromium.open(`${save('<input name="a" value="1">')}<button form="f" name="go" value="2">Go</button>`)
    await page.click("text=Go")
    expect(await sent(page)).toEqual([["save", "submit", { a: "1", go: "2" }]])
  })

  it("is used by Enter in a field where it is the first that sends the form, and by scripts that name it", async () => {
    const page = await chromium.open(
      save(
        '<input name="a"><button type="button">No</button><button name="go" value="first">1</button><button name="go" value="second">2</button>',
      ),
    )
    await page.focus("[name=a]")
    await page.keyboard.press("Enter")
    await page.evaluate(() => window.server.reply([]))
    await page.evaluate(() => document.querySelector("form")?.requestSubmit(document.querySelector<HTMLElement>("[value=second]")))
    expect(await sent(page)).toEqual([
      ["save", "submit", { a: "", go: "first" }],
      ["save", "submit", { a: "", go: "second" }],
    ])
  })

  it("with a handler of its own calls that in place of the form's", async () => {
    const page = await chromium.open(
      save(`<input name="a"><button name="go" value="1" ${run("click", "remove")}>Remove</button><button>Save</button>`),
    )
    await page.click("text=Remove")
    await page.evaluate(() => window.server.reply([]))
    await page.focus("[name=a]")
    await page.keyboard.press("Enter")
    expect(await sent(page)).toEqual([
      ["remove", "click", { a: "", go: "1" }],
      ["remove", "click", { a: "", go: "1" }],
    ])
  })

  it("with the address that it has for when there is no script is sent by its form, where a script names it", async () => {
    const page = await chromium.open(
      site(
        save(
          `<input name="a"><button name="go" value="1" formmethod="post" formaction="/elsewhere?liveview=remove" ${run("click", "remove")}>Remove</button>`,
        ),
      ),
    )
    await page.evaluate(() => document.querySelector("form")?.requestSubmit(document.querySelector("button")))
    expect(await sent(page)).toEqual([["save", "submit", { a: "", go: "1" }]])
  })

  it("with an address of its own goes there, with what was typed, and without a question", async () => {
    const page = await chromium.open(
      site(
        save(
          '<input name="a"><button formaction="/elsewhere" formmethod="post" name="go" value="1">Export</button>',
          'data-liveview-unsaved="Leave?"',
        ),
      ),
    )
    const questions: string[] = []
    page.on("dialog", (dialog) => {
      questions.push(dialog.type())
      void dialog.accept()
    })
    await page.fill("[name=a]", "mine")
    const [request] = await Promise.all([page.waitForRequest("**/elsewhere"), page.click("text=Export")])
    await page.waitForSelector("h1")
    expect([request.method(), request.postData(), questions]).toEqual(["POST", "a=mine&go=1", []])
  })

  it("closes its dialog where its method says so, and sends nothing", async () => {
    const page = await chromium.open(
      `<dialog>${save('<input name="a" required><button formmethod="dialog" formnovalidate value="no">Cancel</button>')}</dialog>`,
    )
    await page.evaluate(() => document.querySelector("dialog")?.showModal())
    await page.fill("[name=a]", "mine")
    await page.fill("[name=a]", "mine")
    await page.click("text=Cancel")
    expect(await page.evaluate(() => [document.querySelector("dialog")?.open, document.querySelector("dialog")?.returnValue])).toEqual([
      false,
      "no",
    ])
    expect(await page.getAttribute("#f", "data-liveview-dirty")).toBe("")
    expect(await sent(page)).toEqual([])
  })

  it("that is a picture says where it was clicked", async () => {
    const image = (name: string) => `<input type="image" ${name} alt="Map" style="width: 100px; height: 50px">`
    const click = { position: { x: 30, y: 20 } }
    for (const [name, x] of [
      ['name="map"', "map.x"],
      ["", "x"],
    ] as const) {
      const page = await chromium.open(save(image(name)))
      await page.click("[type=image]", click)
      const [[, , form] = []] = await sent(page)
      expect(Object.keys(Object(form))).toEqual([x, x.replace("x", "y")])
      expect(Math.abs(Number(Object(form)[x]) - 30)).toBeLessThanOrEqual(1)
      const http = await chromium.open(site(save(image(name), "data-liveview-http")))
      const [request] = await Promise.all([
        http.waitForRequest((request) => request.method() === "POST"),
        http.click("[type=image]", click),
      ])
      expect(request.postData()).toMatch(new RegExp(`^${x}=(29|30|31)&${x.replace("x", "y")}=(19|20|21)$`))
    }
  })
})
