import type { Page } from "@playwright/test"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { launchLive } from "./fixtures/live-chromium.ts"

let chromium: Awaited<ReturnType<typeof launchLive>>

beforeAll(async () => {
  chromium = await launchLive()
}, 30_000)
afterAll(() => chromium.close())

const open = (html: string) => chromium.open(`<button id="other">Other</button><div id="d">${html}</div>`)
const update = (page: Page, html: string) => page.evaluate((markup) => window.server.push("*", ["update", "#d", markup]), html)
const form = (inside: string, attributes = 'data-data-id="1"') =>
  `<form data-action="submit->page#run" data-liveview-function="save" ${attributes}>${inside}</form>`
const value = (page: Page, name = "a") => page.inputValue(`[name=${name}]`)
const chosen = (page: Page) => page.evaluate(() => document.querySelector("input:checked")?.getAttribute("value"))
const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement: active } = document
    return active instanceof HTMLInputElement ? [active.name, active.selectionStart, active.selectionEnd] : [active?.id]
  })

describe("what a patch takes out and puts elsewhere", () => {
  it.each([
    ["gets a wrapper", form('<input name="a">'), form('<div class="wrong"><input name="a" class="wrong"><b>No</b></div>')],
    ["gets a wrapper with an id", form('<input name="a">'), form('<div id="wrong"><input name="a"></div>')],
    ["loses its wrapper", form('<p><input name="a"></p>'), form('<i>1</i><input name="a"><i>2</i>')],
    ["has an id", '<input name="a" id="a">', '<fieldset><input name="a" id="a"></fieldset>'],
    ["stands in a form that gets a wrapper", form('<input name="a">'), `<section>${form('<p><input name="a"></p>')}</section>`],
  ])("keeps its text, focus and selection: a field that %s", async (_, before, after) => {
    const page = await open(before)
    await page.fill("[name=a]", "mine")
    await page.evaluate(() => document.querySelector("input")?.setSelectionRange(1, 3))
    await update(page, after)
    expect([await value(page), await focused(page), await page.locator("input").count()]).toEqual(["mine", ["a", 1, 3], 1])
    // What comes next finds it where the server has put it.
    await update(page, after.replace("<input", "<hr><input"))
    expect([await value(page), await focused(page), await page.locator("hr").count()]).toEqual(["mine", ["a", 1, 3], 1])
  })

  it("is known by what the server sent of it: a script has given it an id, and shown the password", async () => {
    const page = await open(form('<input name="a" type="password">'))
    await page.evaluate(() => Object.assign(document.querySelector("input") ?? {}, { id: "widget-1", type: "text" }))
    await page.fill("[name=a]", "mine")
    await update(page, form('<p><input name="a" type="password"></p>'))
    expect([await value(page), await focused(page), await page.getAttribute("input", "type")]).toEqual(["mine", ["a", 4, 4], "text"])
  })

  it("also by operations of a difference", async () => {
    const page = await open(form('<input name="a">'))
    await page.fill("[name=a]", "mine")
    await page.evaluate(() => window.server.push("*", [5, "d", [0, 0], '<div><input name="a" class="wrong"></div>']))
    expect([await value(page), await focused(page)]).toEqual(["mine", ["a", 4, 4]])
    expect(await page.getAttribute("input", "class")).toBe("wrong")
  })

  it("takes what the server says anew, unless it has the focus", async () => {
    for (const [has, expected] of [
      ["focus", "mine"],
      ["no focus", "theirs"],
    ]) {
      const page = await open(form('<input name="a" value="base">'))
      await page.fill("[name=a]", "mine")
      if (has === "no focus") await page.focus("#other")
      await update(page, form('<p><input name="a" value="theirs"></p>'))
      expect(await value(page)).toBe(expected)
    }
  })

  it("is emptied by the answer to its form's own submission", async () => {
    const page = await open(form('<input name="a"><button>Send</button>'))
    await page.fill("[name=a]", "mine")
    await page.click("text=Send")
    await page.evaluate((html) => window.server.reply([["update", "#d", html]]), form('<p><input name="a"></p><button>Send</button>'))
    expect(await value(page)).toBe("")
  })

  it("is emptied by that also where the form comes anew, other than what was written meanwhile", async () => {
    const fields = (more = "") => form(`<input name="a"><input name="b"><button ${more}>Send</button>`)
    const page = await open(fields())
    await page.fill("[name=a]", "sent")
    await page.click("text=Send")
    await page.fill("[name=b]", "next")
    await page.evaluate((html) => window.server.reply([["update", "#d", html]]), `<section>${fields('class="wrong"')}</section>`)
    expect([await value(page), await value(page, "b"), await page.locator("section .wrong").count()]).toEqual(["", "next", 1])
  })

  it("keeps files, a tick, choices, and what was opened", async () => {
    const inside = (more = "") =>
      `<input type="file" name="file"><input type="checkbox" name="t" value="1"><input type="checkbox" name="t" value="2"><select name="s"><option>x</option><option>y</option>${more}</select><details id="more"><summary>More</summary><textarea name="a">base</textarea></details>`
    const page = await open(form(inside()))
    await page.setInputFiles("[type=file]", { name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("x") })
    await page.check("[value='2']")
    await page.selectOption("select", "y")
    await page.click("summary")
    await page.fill("textarea", "mine")
    await page.focus("#other")
    await update(page, form(`<div>${inside("<option>z</option>")}</div>`))
    expect(await page.evaluate(() => document.querySelector("input")?.files?.[0]?.name)).toBe("a.txt")
    expect([await chosen(page), await value(page, "s"), await page.locator("option").count()]).toEqual(["2", "y", 3])
    expect([await value(page), await page.getAttribute("details", "open")]).toEqual(["mine", ""])
  })

  it("keeps how far a text is scrolled, where the caret is in what is edited in place, and what has popped up", async () => {
    const inside = `<textarea name="t" rows="2"></textarea><div id="edited" contenteditable>base</div><button type="button" popovertarget="pop">Pop</button><div id="pop" popover><input name="a"></div>`
    const openAll = () => open(form(inside))
    const wrapped = form(`<section>${inside}</section>`)
    const scrolled = await openAll()
    await scrolled.fill("textarea", "line\n".repeat(40))
    const top = () => scrolled.evaluate(() => document.querySelector("textarea")?.scrollTop)
    await scrolled.evaluate(() => void document.querySelector("textarea")?.scrollTo(0, 200))
    expect(await top()).toBe(200)
    await update(scrolled, wrapped)
    expect(await top()).toBe(200)
    const edited = await openAll()
    await edited.click("#edited")
    await edited.keyboard.press("Home")
    await edited.keyboard.type("my ")
    await update(edited, wrapped)
    await edited.keyboard.type("own ")
    expect(await edited.textContent("#edited")).toBe("my own base")
    const popped = await openAll()
    await popped.click("text=Pop")
    await popped.fill("[name=a]", "mine")
    await update(popped, wrapped)
    expect(await popped.evaluate(() => document.querySelector("#pop")?.matches(":popover-open"))).toBe(true)
    expect(await value(popped)).toBe("mine")
  })

  it("goes on with what was composed, and takes what the server says later", async () => {
    const page = await open(form('<input name="a">'))
    const devTools = await page.context().newCDPSession(page)
    await page.focus("[name=a]")
    await devTools.send("Input.imeSetComposition", { text: "にほ", selectionStart: 2, selectionEnd: 2 })
    await update(page, form('<p><input name="a"></p>'))
    expect(await value(page)).toBe("にほ")
    await page.focus("#other")
    await update(page, form('<p><input name="a" value="theirs"></p>'))
    expect(await value(page)).toBe("theirs")
  })

  it("is found by its name where something else of its kind comes in its place, also in what an extension has put around it", async () => {
    const fields = (user = "") => `<input name="user" ${user}><input name="password" type="password"><button>Go</button>`
    const page = await open(form(fields()))
    await page.evaluate(() => {
      for (const input of document.querySelectorAll("input")) {
        const wrapper = document.createElement("div")
        wrapper.className = "extension"
        input.before(wrapper)
        wrapper.append(input, document.createElement("span"))
      }
    })
    await page.fill("[name=user]", "mine")
    await update(page, form(`<p>No</p>${fields('class="wrong"')}`))
    expect([await value(page, "user"), await page.getAttribute("[name=user]", "class"), await page.locator(".extension").count()]).toEqual([
      "mine",
      "wrong",
      2,
    ])
    await update(page, form('<section><input name="user"></section><input name="password" type="password"><button>Go</button>'))
    expect([await value(page, "user"), await value(page, "password"), await page.locator("input").count()]).toEqual(["mine", "", 2])
    const other = await open(form('<input name="a"><b></b>'))
    await other.fill("[name=a]", "mine")
    await update(other, form('<input name="first"><i></i><input name="a">'))
    expect([await value(other, "first"), await value(other)]).toEqual(["", "mine"])
  })

  it.each([
    ["its key has changed", form('<p data-key="1"><input name="a"></p>'), form('<p data-key="2"><input name="a"></p>')],
    ["its own key has changed", form('<input name="a" data-key="1">'), form('<input name="a" data-key="2">')],
    ["its form calls something else", form('<input name="a">'), `<section>${form('<input name="a">', 'data-data-id="2"')}</section>`],
    [
      "it calls something else",
      '<input name="a" data-liveview-function="f" data-data-id="1">',
      '<p><input name="a" data-liveview-function="f" data-data-id="2"></p>',
    ],
    ["there are several of it", form('<input name="a">'), form('<p><input name="a"></p><p><input name="a"></p>')],
    [
      "it stands in another row",
      '<ul><li id="1"><input name="a"></li><li id="2">2</li></ul>',
      '<ul><li id="1">1</li><li id="2"><input name="a"></li></ul>',
    ],
  ])("is not taken for another: %s", async (_, before, after) => {
    const page = await open(before)
    await page.fill("[name=a]", "mine")
    await update(page, after)
    expect(await page.evaluate(() => [...document.querySelectorAll("input")].map((input) => input.value).join(""))).toBe("")
  })

  it("does not follow to another page", async () => {
    const inside = form('<input name="a"><input type="file" name="file"><details id="more"><summary>More</summary></details>')
    const page = await chromium.open({
      "/": `${inside}<a href="/next" data-liveview-visit>Next</a>`,
      "/next": `<section>${inside}</section>`,
    })
    await page.fill("[name=a]", "mine")
    await page.setInputFiles("[type=file]", { name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("x") })
    await page.click("summary")
    await page.click("a")
    await page.waitForSelector("section")
    expect([await value(page), await value(page, "file"), await page.getAttribute("details", "open")]).toEqual(["", "", null])
  })
})

describe("a choice among radio buttons", () => {
  const radio = (value: string, checked = "") =>
    `<label data-key="${value}${checked}"><input type="radio" name="r" value="${value}" ${checked}></label>`

  it("stays where the default comes anew, in the same patch or in another part of the page", async () => {
    const page = await open(`<form><p id="one">${radio("1", "checked")}${radio("2")}</p><p id="two">${radio("3")}</p></form>`)
    await page.check("[value='3']")
    await page.focus("#other")
    const again = radio("1", "checked").replace('data-key="1', 'data-key="new')
    await page.evaluate((html) => window.server.push("*", ["update", "#one", html]), again + radio("2"))
    expect(await chosen(page)).toBe("3")
    await update(page, `<form><fieldset id="one">${again}${radio("2")}</fieldset><fieldset id="two">${radio("3")}</fieldset></form>`)
    expect(await chosen(page)).toBe("3")
  })

  it("stays where the answer to its form says nothing of it, and is the server's where it does", async () => {
    const page = await open(form(`<p id="one">${radio("1")}${radio("2")}</p><p id="two"></p><button>Send</button>`))
    await page.check("[value='2']")
    for (const [target, html, expected] of [
      ["#two", "Saved", "2"],
      ["#two", radio("3", "checked"), "3"],
    ] as const) {
      await page.click("text=Send")
      await page.evaluate(([to, markup]) => window.server.reply([["update", to, markup]]), [target, html] as const)
      expect(await chosen(page)).toBe(expected)
    }
  })
})

describe("another default among radio buttons", () => {
  it("is what the server says, wherever it stands, unless one of them has the focus", async () => {
    const radios = (checked: string) =>
      ["1", "2", "3"].map((value) => `<input type="radio" name="r" value="${value}" ${value === checked ? "checked" : ""}>`).join("")
    for (const [mine, theirs, focus, expected] of [
      ["3", "2", false, "2"],
      ["2", "3", false, "3"],
      ["3", "2", true, "3"],
    ] as const) {
      const page = await open(form(radios("1")))
      await page.check(`[value="${mine}"]`)
      if (!focus) await page.focus("#other")
      await update(page, form(radios(theirs)))
      expect(await chosen(page)).toBe(expected)
    }
  })
})

describe("half a date", () => {
  it("is not lost to what the server says meanwhile", async () => {
    const page = await open('<input type="date" name="a">')
    await page.focus("input")
    await page.keyboard.type("02")
    await update(page, '<p>1</p><input type="date" name="a" value="2020-01-01" class="wrong">')
    await page.keyboard.type("032026")
    expect(await value(page)).toBe("2026-02-03")
    expect(await page.getAttribute("input", "class")).toBe("wrong")
    await page.focus("#other")
    await update(page, '<input type="date" name="a" value="2020-01-01">')
    expect(await value(page)).toBe("2020-01-01")
  })

  it("is not lost to another range of dates, which comes when it is written", async () => {
    const page = await open('<input type="date" name="a">')
    await page.focus("input")
    await page.keyboard.type("02")
    const html = '<p>1</p><input type="date" name="a" min="2019-01-01" max="2029-01-01">'
    await update(page, html)
    await page.keyboard.type("032026")
    expect(await value(page)).toBe("2026-02-03")
    await update(page, html)
    expect([await page.getAttribute("input", "min"), await page.getAttribute("input", "max")]).toEqual(["2019-01-01", "2029-01-01"])
  })
})

describe("a field that is disabled for a while", () => {
  it("leaves the focus to nothing that stands near, and gets it back", async () => {
    const page = await open('<select name="near"><option>x</option></select><fieldset><input name="a"></fieldset>')
    await page.fill("input", "mine")
    await update(page, '<hr><select name="near"><option>x</option></select><fieldset disabled><input name="a"></fieldset>')
    await page.waitForFunction(() => document.activeElement?.localName !== "input")
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe("body")
    await update(page, '<select name="near"><option>x</option></select><fieldset><input name="a"></fieldset>')
    expect([await value(page), await focused(page)]).toEqual(["mine", ["a", 4, 4]])
  })

  it("gets the focus back, unless something else has it", async () => {
    for (const other of [false, true]) {
      const page = await open('<fieldset><input name="a"></fieldset>')
      await page.fill("input", "mine")
      await update(page, '<fieldset disabled><input name="a"></fieldset>')
      // The browser takes the focus away when it paints next.
      await page.waitForFunction(() => document.activeElement === document.body)
      if (other) await page.focus("#other")
      await update(page, '<fieldset><input name="a"></fieldset>')
      expect([await value(page), await focused(page)]).toEqual(["mine", other ? ["other"] : ["a", 4, 4]])
    }
  })
})

describe("a page that the browser has translated", () => {
  const translate = (page: Page) =>
    page.evaluate(() => {
      const root = document.querySelector("#d")
      const walker = document.createTreeWalker(root ?? document, NodeFilter.SHOW_TEXT)
      const texts: Text[] = []
      for (let node = walker.nextNode(); node; node = walker.nextNode()) if (node instanceof Text) texts.push(node)
      for (const text of texts) {
        const font = document.createElement("font")
        font.append(document.createElement("font"))
        font.firstElementChild?.append(`(${text.data})`)
        text.replaceWith(font)
      }
    })

  it("stays translated, and shows what changes, once", async () => {
    const page = await open('<p>One <b>two</b> three</p><ul><li data-key="1">first</li><li data-key="2">second</li></ul>')
    await translate(page)
    await update(page, '<p>One <b>2</b> 3</p><ul><li data-key="2">second</li><li data-key="3">third</li><li data-key="1">1st</li></ul>')
    expect(await page.textContent("p")).toBe("(One )2 3")
    expect(await page.locator("li").allTextContents()).toEqual(["(second)", "third", "1st"])
    await page.evaluate(() => window.server.push("*", [0, "d", [0, 0], "Eins "], [0, null, [0, 2], " drei"]))
    expect(await page.textContent("p")).toBe("Eins 2 drei")
  })
})

describe("a notice while a modal dialog is open", () => {
  it("can be pressed and is there when the dialog is closed, by the person or by a patch", async () => {
    const page = await open('<dialog data-liveview-modal><input name="a"></dialog>')
    await page.waitForSelector(":modal")
    const say = (text: string) => page.evaluate((html) => window.server.push("*", ["flash", "error", html]), text)
    await say("One")
    await page.click(".liveview-toast button")
    await say("Two")
    await page.keyboard.press("Escape")
    await page.waitForSelector("dialog", { state: "detached" })
    expect(await page.textContent("body > #liveview-notices")).toContain("Two")
    await page.click(".liveview-toast button")
    await update(page, '<dialog data-liveview-modal><input name="a"></dialog>')
    await page.waitForSelector(":modal")
    await say("Three")
    await update(page, "")
    await page.waitForSelector("body > #liveview-notices .liveview-toast")
    await say("Four")
    expect(await page.locator("#liveview-notices").count()).toBe(1)
    expect(await page.locator(".liveview-toast").count()).toBe(2)
  })
})

describe("what a script has sorted", () => {
  it("stays so until the server sends another order", async () => {
    const rows = (order: string) => [...order].map((key) => `<li data-key="${key}">${key}</li>`).join("")
    const page = await open(rows("abcde"))
    const order = () => page.textContent("#d")
    const drag = () => page.evaluate(() => document.querySelector("#d")?.append(document.querySelector("[data-key=b]") ?? ""))
    await drag()
    await update(page, rows("abcde").replace("e</li>", "E</li>"))
    expect(await order()).toBe("acdEb")
    await update(page, rows("bdcx"))
    expect(await order()).toBe("bdcx")
    await drag()
    await page.evaluate(() => window.server.push("*", [4, "d", [], 1, 2]))
    expect(await order()).toBe("bcdx")
  })
})
