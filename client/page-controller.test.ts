// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"

import { leave, livePage, until } from "./fixtures/live-page.ts"

// The simulated document cannot construct stylesheets.
vi.mock("./styles.ts", () => ({ addStyles: () => {} }))

beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => {}))
afterEach(() => {
  leave()
  vi.restoreAllMocks()
})

const button = `<button type="button" data-action="click->page#run" data-liveview-function="add" data-data-by="1">+</button>`

describe("run", () => {
  it("calls the handler of the element with its data, form, language and trigger", async () => {
    const { click, sent } = await livePage(`<form><input name="a" value="1">${button}</form>`)
    click("button")
    expect(sent).toEqual([expect.objectContaining({ n: 1, f: "add", d: { by: "1" }, m: { a: "1" }, l: "en", t: "click" })])
  })

  it("calls different handlers for different events of one element", async () => {
    const { find, sent, reply } = await livePage(
      `<input name="q" data-action="input->page#run blur->page#run" data-liveview-on='{"input":"search","blur":["validate",{"field":"q"},{}]}'>`,
    )
    find("input").dispatchEvent(new Event("input", { bubbles: true }))
    reply([])
    find("input").dispatchEvent(new Event("blur"))
    expect(sent.map(({ f, d, t }) => [f, d, t])).toEqual([
      ["search", undefined, "input"],
      ["validate", { field: "q" }, "blur"],
    ])
  })

  it("is not heard above an element that stops the event", async () => {
    const { click, sent } = await livePage(
      `<div data-action="click->page#run" data-liveview-function="close"><p data-action="click->page#stop"><b>x</b></p></div>`,
    )
    click("b")
    expect(sent).toEqual([])
    click("div")
    expect(sent.map(({ f }) => f)).toEqual(["close"])
  })

  it("runs once where page controllers are nested", async () => {
    const { click, sent } = await livePage(`<div data-controller="page"><div data-controller="page">${button}</div></div>`)
    click("button")
    expect(sent).toHaveLength(1)
  })

  it("finds the elements that listen to the window", async () => {
    const { sent, reply } = await livePage(
      `<i data-action="resize@window->page#run" data-liveview-function="one"></i><i data-action="resize@window->page#run" data-liveview-function="two"></i>`,
    )
    window.dispatchEvent(new Event("resize"))
    reply([])
    expect(sent.map(({ f }) => f)).toEqual(["one", "two"])
  })

  it("says what is missing where an element names no handler", async () => {
    const { click, sent } = await livePage(`<b data-action="click->page#run"></b>`)
    click("b")
    expect(sent).toEqual([])
    expect(console.error).toHaveBeenCalledWith(expect.stringContaining("data-liveview-function"), expect.anything())
  })
})

describe("what the browser does by itself", () => {
  const run = `data-action="click->page#run" data-liveview-function="f"`

  it.each([
    ["a link", `<a href="#x" ${run}>x</a>`, true],
    ["an element inside of a link", `<a href="#x"><b ${run}>x</b></a>`, true],
    ["a submit button", `<form><button ${run}>x</button></form>`, true],
    ["a button of no form", `<button ${run}>x</button>`, false],
    ["a checkbox", `<input type="checkbox" ${run}>`, false],
    ["a link to another window", `<a href="#x" target="_blank" ${run}>x</a>`, false],
    ["a download", `<a href="#x" download ${run}>x</a>`, false],
  ])("with %s: is prevented only where it must be", async (_, html, prevented) => {
    const { click, sent } = await livePage(html)
    expect(click("[data-action]").prevented).toBe(prevented)
    expect(sent).toHaveLength(1)
  })

  it.each(["keydown", "mousedown", "touchstart", "dragover", "wheel"])("with %s: is never prevented", async (type) => {
    const { find, sent } = await livePage(`<a href="#x" data-action="${type}->page#run" data-liveview-function="f">x</a>`)
    expect(find("a").dispatchEvent(new Event(type, { bubbles: true, cancelable: true }))).toBe(true)
    expect(sent).toHaveLength(1)
  })

  it("leaves a checkbox ticked", async () => {
    const { find, sent } = await livePage(`<input type="checkbox" name="done" ${run}>`)
    find<HTMLInputElement>("input").click()
    expect(find<HTMLInputElement>("input").checked).toBe(true)
    expect(sent[0]?.m).toEqual({ done: "on" })
  })

  it("opens a tab with ctrl and a click, and calls nothing", async () => {
    const { click, sent } = await livePage(`<a href="#x" ${run}>x</a>`)
    expect(click("a", { ctrlKey: true }).prevented).toBe(false)
    expect(sent).toEqual([])
  })

  it("sends no form of its own, but the values with the button that was used", async () => {
    const { find, sent } = await livePage(
      `<form data-action="submit->page#run" data-liveview-function="save"><input name="a" value="1"><button name="go" value="2">x</button></form>`,
    )
    find<HTMLButtonElement>("button").click()
    expect(sent.map(({ f, m, t }) => [f, m, t])).toEqual([["save", { a: "1", go: "2" }, "submit"]])
  })
})

describe("a form that is not valid", () => {
  const form = (attributes: string, type: string) =>
    `<form ${attributes}><input name="a" required><button type="${type}" data-action="click->page#run" data-liveview-function="f">x</button></form>`

  it.each(["submit", "button"])("is not sent by a click on a button of type %s, until it is", async (type) => {
    const { click, find, sent } = await livePage(form("", type))
    expect(click("button").prevented).toBe(type === "submit")
    expect(sent).toEqual([])
    find<HTMLInputElement>("input").value = "1"
    click("button")
    expect(sent).toHaveLength(1)
  })

  it.each([
    ["a button that sends it", "", `<button>Save</button>`],
    ["a handler of its own", `data-action="submit->page#run" data-liveview-function="save"`, ""],
  ])("holds up no plain button for a part of it, where it has %s", async (_, attributes, more) => {
    const { click, find, sent, reply } = await livePage(
      form(`id="form" ${attributes}`, "button").replace("</form>", `<input name="b">${more}</form>`),
    )
    find<HTMLInputElement>("[name=b]").value = "typed"
    click("button")
    expect(sent.map(({ f, m }) => [f, m])).toEqual([["f", { a: "", b: "typed" }]])
    reply([["replace", "#form", `${find("#form").outerHTML}`]])
    expect(find<HTMLInputElement>("[name=b]").value).toBe("typed")
  })

  it("is sent where the author asks for no check", async () => {
    const { click, sent } = await livePage(form("novalidate", "submit"))
    click("button")
    expect(sent).toHaveLength(1)
  })
})

describe("a run while another is in flight", () => {
  it("is dropped for clicks, and possible again after the reply", async () => {
    const { click, sent, reply } = await livePage(button)
    click("button")
    click("button")
    reply([])
    expect(sent).toHaveLength(1)
    click("button")
    expect(sent).toHaveLength(2)
  })

  it("is only the newest for input, with the values at the moment it is sent", async () => {
    const { find, sent, reply } = await livePage(`<input name="q" data-action="input->page#run" data-liveview-function="search">`)
    const type = (value: string) => {
      find<HTMLInputElement>("input").value = value
      find("input").dispatchEvent(new Event("input", { bubbles: true }))
    }
    for (const value of ["a", "ab", "abc"]) type(value)
    find<HTMLInputElement>("input").value = "abcd"
    reply([])
    reply([])
    expect(sent.map(({ m }) => m)).toEqual([{ q: "a" }, { q: "abcd" }])
  })

  describe("and waits as the newest, is sent with the values it has then", () => {
    const check = `<input name="a" data-action="input->page#run" data-liveview-function="check">`
    const html = `<form data-action="submit->page#run" data-liveview-function="save">${check}</form>`
    const write = (field: HTMLElement, value: string) => {
      if (!(field instanceof HTMLInputElement)) throw new Error("expected an input")
      field.value = value
      field.dispatchEvent(new Event("input", { bubbles: true }))
    }
    const values = (sent: { f: string; m?: unknown }[]) => sent.map(({ f, m }) => [f, m])

    it.each([html, html.replace("<input", `<input data-liveview-debounce="60000"`)])("before its form is, never after", async (markup) => {
      const { find, sent, reply } = await livePage(markup)
      write(find("input"), "mes")
      find("input").dispatchEvent(new Event("blur"))
      write(find("input"), "message")
      find("form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }))
      for (let time = 0; time < 4; time++) reply([])
      expect(values(sent)).toEqual([
        ["check", { a: "mes" }],
        ["check", { a: "message" }],
        ["save", { a: "message" }],
      ])
    })

    it("when its field loses the focus", async () => {
      const { find, sent, reply } = await livePage(html)
      write(find("input"), "be")
      write(find("input"), "bert")
      find("input").dispatchEvent(new Event("blur"))
      find<HTMLInputElement>("input").value = "be"
      for (let time = 0; time < 3; time++) reply([])
      expect(values(sent)).toEqual([
        ["check", { a: "be" }],
        ["check", { a: "bert" }],
      ])
    })

    it("but to a concurrent handler only after the answer, which it would overtake", async () => {
      const { find, sent, reply } = await livePage(html.replaceAll("<input", `<input data-liveview-concurrent=""`))
      write(find("input"), "be")
      write(find("input"), "bert")
      find("input").dispatchEvent(new Event("blur"))
      expect(sent).toHaveLength(1)
      reply([])
      expect(sent).toHaveLength(2)
    })
  })

  it("waits where the author asks for it", async () => {
    const { click, sent, reply } = await livePage(button.replace("<button", `<button data-liveview-sync="queue"`))
    click("button")
    click("button")
    reply([])
    reply([])
    expect(sent.map(({ n }) => n)).toEqual([1, 2])
  })

  it.each([
    ["click", 1],
    ["submit", 1],
    ["input", 2],
    ["change", 2],
    ["mouseenter", 3],
  ])("is for %s, where the author does not say: %i of three are sent", async (type, expected) => {
    const { find, sent, reply } = await livePage(
      `<form data-action="${type}->page#run" data-liveview-function="f"><input name="a" value="1"></form>`,
    )
    for (let time = 0; time < 3; time++) find("form").dispatchEvent(new Event(type, { bubbles: true, cancelable: true }))
    for (let time = 0; time < 3; time++) reply([])
    expect(sent).toHaveLength(expected)
  })

  it.each([
    ["key:ctrl+s", 1],
    ["init", 2],
    ["appear", 2],
    ["disappear", 2],
  ])("is for %s, which is no DOM event: %i of two are sent", async (trigger, expected) => {
    const { find, page, sent, reply } = await livePage("<p></p>")
    const binding = { function: "f", data: {}, options: {} }
    for (let time = 0; time < 2; time++) page.runs.run({ element: find("p"), trigger }, binding)
    for (let time = 0; time < 2; time++) reply([])
    expect(sent).toHaveLength(expected)
  })

  it("is of its own for each element", async () => {
    const { find, sent, reply } = await livePage(button + button.replace("<button", `<button id="other"`))
    for (const selector of ["button", "#other", "button"]) find(selector).click()
    for (let time = 0; time < 3; time++) reply([])
    expect(sent).toHaveLength(2)
  })
})

describe("a debounced event", () => {
  const html = `<form data-action="submit->page#run" data-liveview-function="save"><input name="a" data-action="input->page#run" data-liveview-function="check" data-liveview-debounce="60000"></form>`

  it("is sent when its field loses the focus", async () => {
    const { find, sent } = await livePage(html)
    find("input").dispatchEvent(new Event("input", { bubbles: true }))
    expect(sent).toEqual([])
    find("input").dispatchEvent(new Event("blur"))
    expect(sent.map(({ f }) => f)).toEqual(["check"])
  })

  it("is sent when the document is left, after what waits for its turn", async () => {
    const { server, find, sent } = await livePage(html + button + button.replace("add", "another"))
    find("input").dispatchEvent(new Event("input", { bubbles: true }))
    for (const each of document.querySelectorAll<HTMLElement>("body > button")) each.click()
    server.leaving()
    expect(sent.map(({ n, f }) => [n, f])).toEqual([
      [1, "add"],
      [2, "another"],
      [3, "check"],
    ])
  })

  it("is sent before its form, never after", async () => {
    const { find, sent, reply } = await livePage(html)
    find("input").dispatchEvent(new Event("input", { bubbles: true }))
    find("form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }))
    reply([])
    expect(sent.map(({ f }) => f)).toEqual(["check", "save"])
  })

  it("is sent before what another element of its form runs", async () => {
    const { find, sent, reply } = await livePage(html.replace("</form>", `${button}</form>`))
    find("input").dispatchEvent(new Event("input", { bubbles: true }))
    find("button").click()
    reply([])
    expect(sent.map(({ f }) => f)).toEqual(["check", "add"])
  })

  it("is sent before what its own field outside of a form runs, and leaves that of other such fields to its time", async () => {
    const field = (name: string) =>
      `<input name="${name}" data-action="input->page#run dblclick->page#run" data-liveview-on='{"input":["${name}:search",{},{"debounce":60000}],"dblclick":"${name}:pick"}'>`
    const { find, sent, reply } = await livePage(field("a") + field("b"))
    for (const name of ["b", "a"]) find(`[name=${name}]`).dispatchEvent(new Event("input", { bubbles: true }))
    find("[name=a]").dispatchEvent(new MouseEvent("dblclick", { bubbles: true }))
    reply([])
    expect(sent.map(({ f }) => f)).toEqual(["a:search", "a:pick"])
  })

  it("is dropped when its element has left the page", async () => {
    const { find, sent } = await livePage(html)
    const field = find("input")
    field.dispatchEvent(new Event("input", { bubbles: true }))
    field.remove()
    field.dispatchEvent(new Event("blur"))
    find("form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }))
    expect(sent.map(({ f }) => f)).toEqual(["save"])
  })
})

describe("confirmation", () => {
  const html = button.replace("<button", `<button data-liveview-confirm="Sure?"`)

  it("sends only what was confirmed", async () => {
    const asked: string[] = []
    const { click, sent } = await livePage(html, { confirm: (message) => asked.push(message) > 1 })
    click("button")
    expect(sent).toEqual([])
    click("button")
    expect(asked).toEqual(["Sure?", "Sure?"])
    expect(sent).toHaveLength(1)
  })

  it("may take its time", async () => {
    const { click, sent } = await livePage(html, { confirm: () => Promise.resolve(true) })
    click("button")
    await until(() => expect(sent).toHaveLength(1))
  })
})

describe("while an event is in flight", () => {
  const html = `<form id="f" data-action="submit->page#run" data-liveview-function="save"><button data-liveview-disable-with="Saving…"><i></i> Save <b>now</b></button><button disabled>Other</button><output>1</output></form>`

  it("the element and its form are busy, its submit buttons disabled, and all is as it was after the reply", async () => {
    const { find, reply } = await livePage(html)
    const before = find("form").outerHTML
    find<HTMLButtonElement>("button").click()
    await until(() => expect(find("form").getAttribute("aria-busy")).toBe("true"))
    expect(find("form").hasAttribute("data-liveview-busy")).toBe(true)
    expect(find<HTMLButtonElement>("button").disabled).toBe(true)
    expect(find("button").textContent?.trim()).toBe("Saving…")
    reply([])
    expect(find("form").outerHTML).toBe(before)
  })

  it("a patch from elsewhere finds the page as the server sent it", async () => {
    const { find, reply, server } = await livePage(html)
    const before = find("form").outerHTML
    find<HTMLButtonElement>("button").click()
    await until(() => expect(find<HTMLButtonElement>("button").disabled).toBe(true))
    server.pushed("room", "a", 1, [["update", "#f output", "2"]])
    expect(find("button").textContent?.trim()).toBe("Saving…")
    reply({ code: "refused" })
    expect(find("form").outerHTML).toBe(before.replace("<output>1", "<output>2"))
  })
})

describe("a reply", () => {
  it("is applied, and told to the author's controllers", async () => {
    const { click, reply, find, heard } = await livePage(`${button}<output id="o">0</output>`)
    click("button")
    reply([["morph", "o", `<output id="o">1</output>`]])
    expect(find("#o").textContent).toBe("1")
    expect(heard("before-event")).toEqual([{ function: "add", data: { by: "1" }, form: {} }])
    expect(heard("event")).toEqual([{ id: "1", function: "add", data: { by: "1" }, form: {} }])
    expect(heard("patch")).toEqual([{ patches: [["morph", "o", `<output id="o">1</output>`]], source: "reply" }])
  })

  it("whose target is not on the page is an error that is shown; a broadcast's is not", async () => {
    const { click, reply, find, heard, server } = await livePage(button)
    server.pushed("room", "a", 1, [["update", "#gone", "x"]])
    expect(heard("error")).toEqual([])
    click("button")
    reply([["update", "#gone", "x"]])
    expect(heard("error")).toEqual([expect.objectContaining({ code: "missing_target", function: "add" })])
    await until(() => expect(find("#liveview-notices").textContent).toContain("could not show"))
  })

  it("that refuses is shown, with its reference, and told to the author's controllers", async () => {
    const { click, reply, find, heard } = await livePage(button)
    click("button")
    reply({ code: "handler_error", reference: "r7" })
    expect(heard("error")).toEqual([{ code: "handler_error", reference: "r7", message: undefined, function: "add" }])
    await until(() => expect(find("#liveview-notices").textContent).toContain("Reference: r7"))
  })

  it("that refuses fields is shown beside them, until they are edited", async () => {
    const { find, reply } = await livePage(
      `<form data-action="submit->page#run" data-liveview-function="f"><input name="a"><input name="b"><span id="e" data-liveview-error-for="b"></span></form>`,
    )
    find("form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }))
    reply({ code: "invalid", errors: { a: ["Too short."], b: ["Taken."] } })
    await until(() => expect(find("#e").textContent).toBe("Taken."))
    expect(find("[name=b]").getAttribute("aria-describedby")).toBe("e")
    expect(find("[name=a]").getAttribute("aria-invalid")).toBe("true")
    expect(find("[name=a] + span").textContent).toBe("Too short.")
    find("[name=a]").dispatchEvent(new Event("input", { bubbles: true }))
    expect(find("[name=a]").outerHTML + find("[name=a]").nextElementSibling?.tagName).toBe(`<input name="a">INPUT`)
    expect(document.querySelector("#liveview-notices [role=alert]")).toBeNull()
  })
})

describe("a refusal of an entry of a list", () => {
  it.each([
    ["after its field", "", "input + .liveview-field-error"],
    ["in its row", `<i data-liveview-error-for="amount"></i>`, "i"],
  ])("is shown %s", async (_, output, shown) => {
    const row = (id: string, attributes = "") => `<p id="${id}"><input name="amount[]" ${attributes}>${output}</p>`
    const { find, reply } = await livePage(
      `<form data-action="submit->page#run" data-liveview-function="f">${row("off", "disabled")}${row("one")}${row("two")}${row("three")}</form>`,
    )
    const before = find("form").innerHTML
    find("form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }))
    reply({ code: "invalid", errors: { "amount.1": ["Too little."], "amount.2": ["Too much."] } })
    await until(() => expect(find(`#two ${shown}`).textContent).toBe("Too little."))
    expect(find(`#three ${shown}`).textContent).toBe("Too much.")
    expect([...document.querySelectorAll("[aria-invalid]")].map((field) => field.parentElement?.id)).toEqual(["two", "three"])
    for (const id of ["two", "three"]) find(`#${id} input`).dispatchEvent(new Event("input", { bubbles: true }))
    expect(find("form").textContent).toBe("")
    if (!output) expect(find("form").innerHTML).toBe(before)
    expect(document.querySelector("#liveview-notices [role=alert]")).toBeNull()
  })
})

describe("a refusal of a form that stands on the page several times", () => {
  it("is shown in the one that was sent, and describes its field", async () => {
    const { find, reply } = await livePage(
      ["one", "two"]
        .map(
          (id) =>
            `<form id="${id}" data-action="submit->page#run" data-liveview-function="f"><input name="a" aria-describedby="hint e"><i id="e" data-liveview-error-for="a"></i></form>`,
        )
        .join(""),
    )
    const before = find("#two").innerHTML
    find("#two").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }))
    reply({ code: "invalid", errors: { a: ["Too short."] } })
    await until(() => expect(find("#two i").textContent).toBe("Too short."))
    expect(find("#one i").textContent).toBe("")
    const described = find("#two input").getAttribute("aria-describedby")?.split(" ")
    expect(described?.map((id) => document.getElementById(id)?.textContent)).toEqual([undefined, "Too short."])
    find("#two input").dispatchEvent(new Event("input", { bubbles: true }))
    expect(find("#two").innerHTML).toBe(before)
  })
})

describe("an author's controller", () => {
  it("can keep an event from being sent", async () => {
    const { click, sent } = await livePage(button)
    const prevent = (event: Event) => event.preventDefault()
    document.addEventListener("liveview:before-event", prevent)
    click("button")
    document.removeEventListener("liveview:before-event", prevent)
    expect(sent).toEqual([])
    click("button")
    expect(sent).toHaveLength(1)
  })
})
