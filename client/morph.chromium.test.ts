import type { Page } from "@playwright/test"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { cases } from "../scripts/properties.mjs"
import type { Patch } from "../server/protocol.ts"
import { launchChromium } from "./fixtures/chromium.ts"

let chromium: Awaited<ReturnType<typeof launchChromium>>

beforeAll(async () => {
  chromium = await launchChromium()
}, 30_000)
afterAll(() => chromium.close())

/** A page whose `main` is patched. */
async function main(markup: string): Promise<{ page: Page; update(markup: string): Promise<void>; html(): Promise<string> }> {
  const page = await chromium.open(`<main>${markup}</main>`)
  return {
    page,
    update: async (next) => {
      const outcome = await page.evaluate((html) => window.dom.applyPatches([["update", "main", html]], { source: "room" }), next)
      expect(outcome).toEqual({ missing: [], lost: false })
    },
    html: () => page.evaluate(() => document.querySelector("main")?.innerHTML ?? ""),
  }
}

describe("identity", () => {
  it("of keyed nodes is kept in any new order", async () => {
    const list = (order: string) => `<ul>${[...order].map((key) => `<li data-key="${key}">${key}</li>`).join("")}</ul>`
    const { page, update, html } = await main(list("abcde"))
    await page.evaluate(() => {
      for (const node of document.querySelectorAll("li")) Object.assign(node, { was: node.dataset.key })
    })
    for (const order of ["edcba", "caebd", "bdf", "cbdea"]) {
      await update(list(order))
      expect(await html()).toBe(list(order))
    }
    expect(await page.evaluate(() => [...document.querySelectorAll("li")].map((node) => "was" in node && node.was))).toEqual([
      false,
      "b",
      "d",
      false,
      false,
    ])
  })

  it("of the focused node survives without a move where the browser can only take out and put in", async () => {
    const list = (order: string) => [...order].map((key) => `<div id="${key}"><input name="${key}"></div>`).join("")
    const { page, update } = await main(list("abcde"))
    await page.evaluate(() => Reflect.deleteProperty(Element.prototype, "moveBefore"))
    await page.fill("#c input", "mine")
    await page.evaluate(() => {
      Object.assign(window, { blurred: false })
      document.querySelector("#c input")?.addEventListener("blur", () => Object.assign(window, { blurred: true }))
    })
    for (const order of ["edcba", "caebd", "abdec"]) await update(list(order))
    expect(await page.evaluate(() => [document.activeElement?.getAttribute("name"), "blurred" in window && window.blurred])).toEqual([
      "c",
      false,
    ])
  })

  it("of focus, selection and frames survives moves", async () => {
    const list = (order: string) => [...order].map((key) => `<div id="${key}"><input name="${key}"><iframe></iframe></div>`).join("")
    const { page, update } = await main(list("abcde"))
    await page.fill("#c input", "mine")
    await page.evaluate(() => {
      document.querySelector<HTMLInputElement>("#c input")?.setSelectionRange(1, 2)
      for (const frame of document.querySelectorAll("iframe")) Object.assign(frame.contentWindow ?? {}, { stillHere: true })
    })
    for (const order of ["edcba", "caebd", "abdec"]) {
      await update(list(order))
      const now = await page.evaluate(() => {
        const input = document.activeElement
        const frames = [...document.querySelectorAll("iframe")].map((frame) => !!frame.contentWindow && "stillHere" in frame.contentWindow)
        return {
          order: [...document.querySelectorAll("main > div")].map((node) => node.id).join(""),
          input: input instanceof HTMLInputElement && [input.value, input.selectionStart, input.selectionEnd],
          // Where the browser can only take out and put in, frames are loaded again.
          frames: frames.every(Boolean) || !("moveBefore" in Element.prototype),
        }
      })
      expect(now).toEqual({ order, input: ["mine", 1, 2], frames: true })
    }
  })

  it("of an unkeyed element goes with the field in it when something of its kind is put before it", async () => {
    const { page, update } = await main(`<div><input name="email"></div>`)
    await page.fill("input", "mine")
    await update(`<div class="error">No</div><div><input name="email"></div>`)
    expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("email")
    expect(await page.inputValue("input")).toBe("mine")
  })

  it("of details, dialogs, popovers and scrolled containers survives a patch inside them", async () => {
    const body = (n: number) =>
      `<details><summary>s</summary>${n}</details><dialog>${n}</dialog><div popover>${n}</div><div id="box" style="height: 20px; overflow: auto"><p style="height: 400px">${n}</p></div>`
    const { page, update } = await main(`<b></b>${body(1)}`)
    await page.evaluate(() => {
      document.querySelector("details")?.setAttribute("open", "")
      document.querySelector("dialog")?.showModal()
      document.querySelector<HTMLElement>("[popover]")?.showPopover()
      document.querySelector("#box")?.scrollTo(0, 50)
    })
    await update(`<i>new</i>${body(2)}<b></b>`)
    const now = await page.evaluate(() => [
      document.querySelector("details")?.open,
      document.querySelector("dialog")?.matches(":modal"),
      document.querySelector("[popover]")?.matches(":popover-open"),
      document.querySelector("#box")?.scrollTop,
      document.querySelector("main")?.textContent,
    ])
    expect(now).toEqual([true, true, true, 50, "news2222"])
  })

  it("closes a dialog that the server closes", async () => {
    const { page, update } = await main(`<dialog open>hi</dialog>`)
    await update(`<dialog>hi</dialog>`)
    expect(await page.evaluate(() => document.querySelector("dialog")?.open)).toBe(false)
  })
})

describe("what scripts made", () => {
  it("stays: classes, styles, attributes and children", async () => {
    const { page, update, html } = await main(`<div class="a b" style="color: red"><p>1</p></div>`)
    await page.evaluate(() => {
      const div = document.querySelector("main > div")
      div?.classList.add("mine")
      div?.classList.remove("a")
      if (div instanceof HTMLElement) div.style.top = "1px"
      div?.setAttribute("title", "mine")
      div?.prepend(document.createElement("hr"))
    })
    await update(`<div class="a b c" style="color: blue"><p>2</p><p>3</p></div>`)
    expect(await html()).toBe(`<div class="b mine c" style="color: blue; top: 1px;" title="mine"><hr><p>2</p><p>3</p></div>`)
    await update(`<div class="a" title="theirs"><p>3</p></div>`)
    expect(await html()).toBe(`<div class="mine" style="top: 1px;" title="theirs"><hr><p>3</p></div>`)
  })

  it("stays also where it is an id: the element is the server's, which knows none", async () => {
    const { page, update } = await main(`<h2>One</h2><p>1</p><h2>Two</h2>`)
    await page.evaluate(() => {
      for (const [index, heading] of document.querySelectorAll("h2").entries())
        Object.assign(heading, { id: `anchor-${index}`, mine: true })
    })
    await update(`<h2>One</h2><p>2</p><p>3</p><h2>Two!</h2>`)
    expect(await page.evaluate(() => [...document.querySelectorAll("h2")].map((one) => [one.id, "mine" in one, one.textContent]))).toEqual([
      ["anchor-0", true, "One"],
      ["anchor-1", true, "Two!"],
    ])
  })

  it("is told apart when a custom element makes its children while it is inserted", async () => {
    const { page, update, html } = await main("")
    await page.evaluate(() => {
      class Clock extends HTMLElement {
        connectedCallback(): void {
          this.append("tick")
          this.setAttribute("ready", "")
        }
      }
      customElements.define("x-clock", Clock)
    })
    await update(`<x-clock class="a"></x-clock>`)
    await update(`<x-clock class="b"></x-clock><p>more</p>`)
    expect(await html()).toBe(`<x-clock class="b" ready="">tick</x-clock><p>more</p>`)
  })

  it("gives way where the server changes the text that a script replaced", async () => {
    const { page, update, html } = await main(`<time>noon</time>`)
    const tick = () => page.evaluate(() => document.querySelector("time")?.replaceChildren("now"))
    await tick()
    await update(`<time>noon</time><p></p>`)
    expect(await html()).toBe(`<time>now</time><p></p>`)
    await update(`<time>one</time><p></p>`)
    expect(await html()).toBe(`<time>one</time><p></p>`)
  })

  it("keeps what a script removed away until the server changes its mind about the parent", async () => {
    const { page, update, html } = await main(`<p id="a">a</p><p id="b">b</p>`)
    await page.evaluate(() => document.querySelector("#a")?.remove())
    await update(`<p id="a">a</p><p id="b">c</p>`)
    expect(await html()).toBe(`<p id="b">c</p>`)
    await update(`<p id="b">c</p>`)
    await update(`<p id="a">a</p><p id="b">c</p>`)
    expect(await html()).toBe(`<p id="a">a</p><p id="b">c</p>`)
  })

  it("takes a teleported element away with its source", async () => {
    const { page, update } = await main(`<p id="a">a</p><p id="b">b</p>`)
    await page.evaluate(() => document.body.append(document.querySelector("#a") ?? ""))
    await update(`<p id="a">z</p><p id="b">b</p>`)
    expect(await page.evaluate(() => document.body.lastElementChild?.outerHTML)).toBe(`<p id="a">z</p>`)
    await update(`<p id="b">b</p>`)
    expect(await page.locator("#a").count()).toBe(0)
  })

  it("is replaced where a patch means it, and stays uncounted", async () => {
    const { page, update, html } = await main(`<p>1</p>`)
    await page.evaluate(() => document.querySelector("p")?.insertAdjacentHTML("beforebegin", `<i id="i">mine</i>`))
    const patches: Patch[] = [
      ["morph", "i", `<i id="i">theirs</i>`],
      ["after", "#i", `<hr>`],
    ]
    expect(await page.evaluate((list) => window.dom.applyPatches(list, { source: "room" }), patches)).toEqual({ missing: [], lost: false })
    expect(await html()).toBe(`<i id="i">theirs</i><hr><p>1</p>`)
    await update(`<hr><p>2</p>`)
    expect(await html()).toBe(`<i id="i">theirs</i><hr><p>2</p>`)
  })

  it("leaves what the person is writing in an editable element, and says so", async () => {
    const { page, html } = await main(`<div contenteditable>base</div><p>1</p>`)
    await page.click("[contenteditable]")
    await page.keyboard.press("End")
    await page.keyboard.type(" mine")
    const outcome = await page.evaluate(() =>
      window.dom.applyPatches([["update", "main", `<div contenteditable>theirs</div><p>2</p>`]], { source: "room" }),
    )
    expect(outcome).toEqual({ missing: [], lost: true })
    expect(await html()).toBe(`<div contenteditable="">base mine</div><p>2</p>`)
  })

  it("leaves a permanent element alone, but for its data", async () => {
    const { update, html } = await main(`<div data-liveview-permanent data-a="1" title="x">map</div>`)
    await update(`<div data-liveview-permanent data-a="2" title="y">other</div>`)
    expect(await html()).toBe(`<div data-liveview-permanent="" data-a="2" title="x">map</div>`)
  })
})

describe("markup", () => {
  it("of rows, options and drawings is put where it belongs", async () => {
    const { page } = await main(`<table><tbody id="t"></tbody></table><svg id="s"></svg>`)
    await page.evaluate(() =>
      window.dom.applyPatches(
        [
          ["append", "#t", `<tr><td>1</td></tr>`],
          ["append", "#s", `<circle r="1"></circle>`],
          ["morph", "s", `<svg id="s"><g></g></svg>`],
          ["append", "#s", `<linearGradient></linearGradient>`],
        ],
        { source: "room" },
      ),
    )
    expect(await page.evaluate(() => document.querySelector("#t")?.innerHTML)).toBe("<tr><td>1</td></tr>")
    expect(
      await page.evaluate(() => [...(document.querySelector("#s")?.children ?? [])].map((node) => [node.localName, node.namespaceURI])),
    ).toEqual(["g", "linearGradient"].map((name) => [name, "http://www.w3.org/2000/svg"]))
  })

  it("of a formula is read as one", async () => {
    const { page } = await main(`<math id="formula"><mi>x</mi></math>`)
    await page.evaluate(() =>
      window.dom.applyPatches(
        [
          ["update", "#formula", `<mrow id="row"><mi>y</mi></mrow>`],
          ["append", "#row", "<mn>2</mn>"],
          ["append", "#row mn", "<b>3</b>"],
        ],
        { source: "room" },
      ),
    )
    const names = await page.evaluate(() =>
      [...document.querySelectorAll("#formula *")].map((one) => [one.localName, one.namespaceURI?.split("/").at(-1)]),
    )
    expect(names).toEqual([
      ["mrow", "MathML"],
      ["mi", "MathML"],
      ["mn", "MathML"],
      ["b", "xhtml"],
    ])
  })

  it("of a shadow comes as it was loaded, is patched, and is no child of its host", async () => {
    const host = (text: string) => `<div><template shadowrootmode="open"><slot></slot><p>${text}</p></template><b>${text}</b></div>`
    const { page, update, html } = await main("<p></p>")
    const shadows = () => page.evaluate(() => [...document.querySelectorAll("div")].map((one) => one.shadowRoot?.textContent))
    await update(host("1"))
    expect([await html(), await shadows()]).toEqual(["<div><b>1</b></div>", ["1"]])
    await page.evaluate(() => Object.assign(document.querySelector("div")?.shadowRoot ?? {}, { kept: true }))
    await update(host("2") + host("3"))
    expect([await html(), await shadows()]).toEqual(["<div><b>2</b></div><div><b>3</b></div>", ["2", "3"]])
    await update(host("2") + host("3").replace("<p>3", "<p>4"))
    expect(await shadows()).toEqual(["2", "4"])
    expect(await page.evaluate(() => "kept" in (document.querySelector("div")?.shadowRoot ?? {}))).toBe(true)
  })

  it("never runs a script, in whichever way it comes", async () => {
    const script = `<script>window.ran = true</script>`
    const { page, update } = await main(`<script type="text/plain"></script><script id="empty"></script>`)
    await update(`<script></script><script id="empty">window.ran = true</script>${script}<div>${script}</div>`)
    await page.evaluate((html) => {
      const { applyPatches, applyDocument, parseDocument } = window.dom
      applyPatches(
        [
          ["append", "main", html],
          ["body", `<body><main>${html}</main></body>`],
          ["replace", "main", html],
        ],
        { source: "room" },
      )
      applyDocument(parseDocument(`<head>${html}</head><body>${html}<p>${html}</p></body>`))
      applyDocument(parseDocument(`<head>${html}</head><body>${html}<b>${html}</b></body>`), true)
    }, script)
    expect(await page.evaluate(() => "ran" in window)).toBe(false)
  })

  it("goes through the policy called livetsx where the page requires trusted types", async () => {
    const { page, update, html } = await main("")
    await page.evaluate(() => {
      const meta = document.createElement("meta")
      meta.httpEquiv = "Content-Security-Policy"
      meta.content = "require-trusted-types-for 'script'; trusted-types livetsx"
      document.head.append(meta)
    })
    await update("<p>1</p>")
    await page.evaluate(() => window.dom.applyPatches([["body", "<body><main><p>2</p></main></body>"]], { source: "room" }))
    expect(await html()).toBe("<p>2</p>")
  })
})

describe("random pages", () => {
  it("keep the server's part the server's and the person's part the person's", async () => {
    const random = await launchChromium("./random-pages.ts")
    try {
      const page = await random.open("")
      expect(await page.evaluate((given) => window.checkRandomPages(given), cases(500))).toBeUndefined()
    } finally {
      await random.close()
    }
  }, 30_000)
})
