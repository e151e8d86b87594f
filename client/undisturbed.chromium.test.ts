import type { Page } from "@playwright/test"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { launchChromium } from "./fixtures/chromium.ts"

let chromium: Awaited<ReturnType<typeof launchChromium>>

beforeAll(async () => {
  chromium = await launchChromium()
}, 30_000)
afterAll(() => chromium.close())

/** Rows by key, of which one holds what is watched. */
const rows = (watched: string, order: string, text = "") =>
  `<h1>${text}</h1><div id="rows">${[...order].map((key) => `<div data-key="${key}"><p>${text}</p>${key === "c" ? watched : ""}</div>`).join("")}</div>`

/** A page in which the watched markup stands; what comes next puts rows before it, moves it, and changes what is around it. */
async function watching(watched: string, head?: string): Promise<{ page: Page; patch(): Promise<void> }> {
  const page = await chromium.open(`<main>${rows(watched, "abcde")}</main>`, head)
  await page.evaluate(() => window.dom.watchHands())
  return {
    page,
    patch: async () => {
      for (const [order, text] of [
        ["zabcde", "1"],
        ["edcba", "2"],
        ["caebd", "3"],
        ["bdc", "4"],
      ] as const)
        await page.evaluate((html) => window.dom.applyPatches([["update", "main", html]], { source: "room" }), rows(watched, order, text))
      expect(await page.textContent("h1")).toBe("4")
    },
  }
}

/** A second of silence. */
const silence = `data:audio/wav;base64,${Buffer.concat([
  Buffer.from("524946462c1f000057415645666d74201000000001000100401f0000401f000001000800646174610000", "hex").subarray(0, 40),
  Buffer.from([0x40, 0x1f, 0, 0]),
  Buffer.alloc(8_000, 128),
]).toString("base64")}`

describe("a patch leaves alone", () => {
  it("media that play", async () => {
    const { page, patch } = await watching(`<audio src="${silence}" loop muted></audio>`)
    await page.evaluate(async () => {
      const audio = document.querySelector("audio")
      if (!audio) return
      audio.muted = true
      await audio.play()
      audio.addEventListener("pause", () => Object.assign(window, { paused: true }))
      audio.addEventListener("emptied", () => Object.assign(window, { paused: true }))
    })
    await patch()
    await page.evaluate(() => new Promise(requestAnimationFrame))
    expect(await page.evaluate(() => [document.querySelector("audio")?.paused, "paused" in window])).toEqual([false, false])
  })

  it("what fills the screen", async () => {
    const { page, patch } = await watching(`<section id="full"><button>Full</button></section>`)
    await page.evaluate(() => {
      document.querySelector("button")?.addEventListener("click", () => document.querySelector("#full")?.requestFullscreen())
      document.addEventListener("fullscreenchange", () =>
        Object.assign(window, { [document.fullscreenElement ? "entered" : "left"]: true }),
      )
    })
    await page.click("button")
    await page.waitForFunction(() => "entered" in window)
    await patch()
    await page.evaluate(() => new Promise(requestAnimationFrame))
    expect(await page.evaluate(() => [document.fullscreenElement?.id, "left" in window])).toEqual(["full", false])
  })

  it("what is drawn on a canvas, also where a script has given it its size", async () => {
    const { page, patch } = await watching(`<canvas width="10" height="10"></canvas><canvas id="sized" width="1"></canvas>`)
    await page.evaluate(() => {
      for (const canvas of document.querySelectorAll("canvas")) {
        if (canvas.id) canvas.width = 20
        const context = canvas.getContext("2d")
        if (context) context.fillStyle = "rgb(255 0 0)"
        context?.fillRect(0, 0, 5, 5)
      }
    })
    await patch()
    expect(
      await page.evaluate(() =>
        [...document.querySelectorAll("canvas")].map((canvas) => [canvas.width, canvas.getContext("2d")?.getImageData(1, 1, 1, 1).data[0]]),
      ),
    ).toEqual([
      [10, 255],
      [20, 255],
    ])
  })

  it("what a custom element holds in its shadow", async () => {
    const { page, patch } = await watching(`<x-field></x-field>`)
    await page.evaluate(() => {
      class Field extends HTMLElement {
        constructor() {
          super()
          this.attachShadow({ mode: "open" }).innerHTML = "<input>"
        }
      }
      customElements.define("x-field", Field)
      Object.assign(document.querySelector("x-field") ?? {}, { state: "mine" })
    })
    await page.locator("x-field input").fill("typed")
    await patch()
    expect(
      await page.evaluate(() => {
        const field = document.querySelector("x-field")
        const input = field?.shadowRoot?.querySelector("input")
        return [field && "state" in field && field.state, input?.value, field?.shadowRoot?.activeElement === input]
      }),
    ).toEqual(["mine", "typed", true])
  })

  it("how every container is scrolled, in both directions, and the page", async () => {
    const box = (id: string, inside: string) =>
      `<div id="${id}" style="width: 50px; height: 50px; overflow: auto"><div style="width: 300px; height: 300px">${inside}</div></div>`
    const { page, patch } = await watching(
      `${box("outer", box("inner", ""))}<textarea rows="2">${"line\n".repeat(20)}</textarea><p style="height: 3000px"></p>`,
    )
    await page.evaluate(() => {
      document.querySelector("#outer")?.scrollTo(11, 12)
      document.querySelector("#inner")?.scrollTo(13, 14)
      document.querySelector("textarea")?.scrollTo(0, 15)
      scrollTo(0, 100)
    })
    await patch()
    expect(
      await page.evaluate(() => [
        ...[...document.querySelectorAll("#outer,#inner,textarea")].map(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop]),
        scrollY > 0,
      ]),
    ).toEqual([[11, 12], [13, 14], [0, 15], true])
  })

  it("a text that is selected to be copied", async () => {
    const { page, patch } = await watching(`<blockquote>to be <b>copied</b> whole</blockquote>`)
    await page.evaluate(() => {
      const quote = document.querySelector("blockquote")
      if (quote?.firstChild && quote.lastChild) getSelection()?.setBaseAndExtent(quote.firstChild, 3, quote.lastChild, 3)
      return new Promise((resolve) => document.addEventListener("selectionchange", resolve, { once: true }))
    })
    await patch()
    expect(await page.evaluate(() => getSelection()?.toString())).toBe("be copied wh")
  })

  it("an animation that runs, where the browser can move nodes", async () => {
    const { page, patch } = await watching(`<i></i>`, `<style>i { animation: turn 100s } @keyframes turn { to { rotate: 1turn } }</style>`)
    await page.evaluate(() => {
      const [animation] = document.querySelector("i")?.getAnimations() ?? []
      if (animation) animation.currentTime = 50_000
    })
    await patch()
    expect(
      await page.evaluate(() =>
        document
          .querySelector("i")
          ?.getAnimations()
          .every((one) => Number(one.currentTime) >= 50_000 || !("moveBefore" in Element.prototype)),
      ),
    ).toBe(true)
  })

  it("dialogs, popovers and details that are open, wherever they go", async () => {
    const { page, patch } = await watching(
      `<dialog id="outer">one<dialog id="inner">two <input></dialog></dialog><div popover="manual">three</div><details><summary>four</summary></details>`,
    )
    await page.evaluate(() => {
      for (const dialog of document.querySelectorAll("dialog")) {
        dialog.showModal()
        dialog.addEventListener("close", () => Object.assign(window, { wasClosed: true }))
      }
      document.querySelector<HTMLElement>("[popover]")?.showPopover()
      document.querySelector("details")?.toggleAttribute("open", true)
    })
    await page.fill("input", "mine")
    await patch()
    await page.evaluate(() => new Promise(requestAnimationFrame))
    expect(
      await page.evaluate(() => [
        [...document.querySelectorAll("dialog")].map((dialog) => dialog.matches(":modal")),
        document.querySelector("[popover]")?.matches(":popover-open"),
        document.querySelector("details")?.open,
        "wasClosed" in window,
        document.activeElement?.localName,
      ]),
    ).toEqual([[true, true], true, true, false, "input"])
  })

  it("a box that is neither ticked nor not", async () => {
    const { page, patch } = await watching(`<input type="checkbox">`)
    await page.evaluate(() => Object.assign(document.querySelector("input") ?? {}, { indeterminate: true }))
    await patch()
    expect(await page.evaluate(() => document.querySelector("input")?.indeterminate)).toBe(true)
  })
})

describe("what a script has put elsewhere", () => {
  it("is patched there, with what was put elsewhere out of it, and goes with its source", async () => {
    const { page } = await watching(`<section id="menu"><p id="sub">1</p></section>`)
    const update = (watched: string, order = "abcde") =>
      page.evaluate((html) => window.dom.applyPatches([["update", "main", html]], { source: "room" }), rows(watched, order))
    await page.evaluate(() => {
      document.body.append(document.querySelector("#menu") ?? "", document.querySelector("#sub") ?? "")
    })
    await update(`<section id="menu" class="x"><p id="sub">2</p><b>more</b></section>`, "edcba")
    const outside = () => page.evaluate(() => [...document.querySelectorAll("body > :not(main,script)")].map(({ outerHTML }) => outerHTML))
    expect(await outside()).toEqual([`<section id="menu" class="x"><b>more</b></section>`, `<p id="sub">2</p>`])
    await update("")
    expect(await outside()).toEqual([])
  })
})
