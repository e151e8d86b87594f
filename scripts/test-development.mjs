// What an author sees while writing: every change shows in the open page, which keeps its socket's state and what was typed.
import assert from "node:assert/strict"
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"

/** @typedef {import("@playwright/test").Page} Page */

const component = `
import { handler, on, page, state } from "livetsx"
import { Word } from "./_word.tsx"
const clicks = state("clicks", () => ({ count: 0 }))
export const click = handler("click", { state: clicks }, ({ state }) => {
  state.count += 1
  if (state.count === 2) throw new Error("two is too much")
  return <output id="clicks">{state.count}</output>
})
export const lab = page("/lab", {
  title: "Lab",
  state: clicks,
  render: ({ state }) => (
    <main>
      <Word />
      <output id="clicks">{state.count}</output>
      <button {...on("click", click)}>Click</button>
      <label>Typed <input name="typed" /></label>
      <p id="controlled" data-controller="label" />
    </main>
  ),
})
`
const word = (/** @type {string} */ text) =>
  `import { letters } from "./letters.ts"\nexport const Word = () => <p id="word">${text} {letters}</p>\n`
const controller = (/** @type {string} */ text) =>
  `import { Controller } from "livetsx/client"\nexport default class extends Controller {\n  connect() {\n    this.element.textContent = "${text}"\n  }\n}\n`

/** @type {Record<string, string>} */
const files = {
  "lab.tsx": component,
  "_word.tsx": word("first"),
  "letters.ts": `export const letters = "abc"\n`,
  "lab.css": "main { color: rgb(1, 1, 1) }\n",
  "label-controller.ts": controller("one"),
}

/** @param {string} application */
export function writeLab(application) {
  mkdirSync(join(application, "components"), { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(application, "components", name), text)
}

/**
 * @param {string} application
 * @param {Page} page
 * @returns {Record<string, () => Promise<unknown>>}
 */
export function developmentChecks(application, page) {
  const write = (/** @type {string} */ name, /** @type {string} */ text) => writeFileSync(join(application, "components", name), text)
  const changed = (/** @type {string} */ name, /** @type {string} */ text, /** @type {Promise<unknown>} */ shown) => {
    write(name, text)
    return shown
  }
  const remove = (/** @type {string} */ name) => rmSync(join(application, "components", name))
  const shows = (/** @type {string} */ text) => page.locator("#word", { hasText: text }).waitFor()
  const labelled = (/** @type {string} */ text) => page.locator("#controlled", { hasText: text }).waitFor()
  const style = (/** @type {"color" | "backgroundColor"} */ name, /** @type {string} */ value) =>
    page.waitForFunction(
      ([name, value]) => Reflect.get(getComputedStyle(document.querySelector("main") ?? document.body), name) === value,
      /** @type {const} */ ([name, value]),
    )
  const overlay = page.locator("vite-error-overlay")

  return {
    "shows a changed partial": () => changed("_word.tsx", word("second"), shows("second abc")),
    "shows a changed module that a partial imports": () => changed("letters.ts", `export const letters = "xyz"\n`, shows("second xyz")),
    "shows the last of three changes within 50 ms": async () => {
      for (const text of ["third", "fourth", "fifth"]) {
        write("_word.tsx", word(text))
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      await shows("fifth")
    },
    "shows a changed stylesheet": () => changed("lab.css", "main { color: rgb(2, 2, 2) }", style("color", "rgb(2, 2, 2)")),
    "takes up a new stylesheet, and forgets it when it is removed": async () => {
      write("more.css", "main { background: rgb(3, 3, 3) }")
      await style("backgroundColor", "rgb(3, 3, 3)")
      remove("more.css")
      await style("backgroundColor", "rgba(0, 0, 0, 0)")
    },
    "connects a changed controller": () => changed("label-controller.ts", controller("two"), labelled("two")),
    "takes up a new page, and forgets it when its file is removed": async () => {
      write("more.tsx", `import { page } from "livetsx"\nexport const more = page("/more", () => <p>More</p>)\n`)
      await statusIs(page, "/more", 200)
      remove("more.tsx")
      await statusIs(page, "/more", 404)
    },
    "shows a mistake in the overlay with its file, runs the code before, and takes it away when it is put right": async () => {
      write("_word.tsx", "export const Word = () => <p")
      await overlay.getByText("_word.tsx").first().waitFor()
      await statusIs(page, "/lab", 200)
      write("_word.tsx", word("sixth"))
      await overlay.waitFor({ state: "detached" })
      await shows("sixth")
    },
    "shows two handlers of one name in the overlay with both files": async () => {
      write("twin.tsx", `import { handler } from "livetsx"\nexport const twin = handler("click", () => {})\n`)
      await overlay.getByText("components/twin.tsx").first().waitFor()
      remove("twin.tsx")
      await overlay.waitFor({ state: "detached" })
    },
    "has a timeline, with the handler and what the server took": async () => {
      const other = await page.context().newPage()
      await other.addInitScript(() => sessionStorage.setItem("livetsx-timeline", "{}"))
      await other.goto(page.url())
      await other.getByRole("button", { name: "Click" }).click()
      await other.getByRole("button", { name: "Timeline" }).click()
      await other.getByRole("button", { name: /^click, click: ok; .*server [\d.]+ ms/ }).waitFor()
      await other.close()
    },
    "shows what a handler throws in the overlay with its name": async () => {
      await page.getByRole("button", { name: "Click" }).click()
      await page.locator("#clicks", { hasText: "1" }).waitFor()
      await page.getByRole("button", { name: "Click" }).click()
      const text = await overlay.locator(".message").innerText()
      assert.match(text, /"click"[\s\S]*two is too much/)
      await page.keyboard.press("Escape")
      await overlay.waitFor({ state: "detached" })
    },
    "starts anew when components/app.ts comes, changes and goes, with the page's state kept": async () => {
      const app = (/** @type {string} */ text) =>
        `import { createLiveView } from "livetsx"\nconst live = createLiveView()\nlive.express.get("/app", (_request, response) => void response.send("${text}"))\nexport default live\n`
      await reconnected(page, () => write("app.ts", app("one")))
      await answerIs(page, "/app", "one")
      await reconnected(page, () => write("app.ts", app("two")))
      await answerIs(page, "/app", "two")
      await reconnected(page, () => remove("app.ts"))
      await statusIs(page, "/app", 404)
      write("_word.tsx", word("seventh"))
      await shows("seventh")
    },
    "has kept what was typed and the page's state through all of it": async () => {
      assert.equal(await page.getByLabel("Typed").inputValue(), "half a sentence")
      assert.equal(await page.locator("#clicks").innerText(), "1")
    },
    "comes back by itself when Vite's configuration changes": async () => {
      const path = join(application, "vite.config.ts")
      const loaded = page.waitForEvent("load")
      writeFileSync(path, `${readFileSync(path, "utf8")}\n`)
      await loaded
      await page.getByRole("button", { name: "Click" }).click()
      await page.locator("#clicks", { hasText: "1" }).waitFor()
      write("_word.tsx", word("eighth"))
      await shows("eighth")
    },
  }
}

/**
 * Does something after which the page connects again, and waits until it has.
 * @param {Page} page
 * @param {() => void} change
 */
async function reconnected(page, change) {
  await page.evaluate(() => {
    const back = new Promise((resolve) => document.addEventListener("liveview:reconnect", () => resolve(true), { once: true }))
    Object.assign(globalThis, { back })
  })
  change()
  await page.evaluate(() => Reflect.get(globalThis, "back"))
}

/** @param {Page} page @param {string} path @param {number} status */
function statusIs(page, path, status) {
  return until(async () => (await page.request.get(path, { maxRedirects: 0 })).status(), status)
}

/** @param {Page} page @param {string} path @param {string} text */
function answerIs(page, path, text) {
  return until(async () => (await page.request.get(path)).text(), text)
}

/** @param {() => Promise<unknown>} read @param {unknown} expected */
async function until(read, expected) {
  const deadline = Date.now() + 10_000
  for (;;) {
    const value = await read()
    if (value === expected) return
    if (Date.now() > deadline) assert.equal(value, expected)
  }
}
