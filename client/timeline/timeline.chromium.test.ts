import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import AxeBuilder from "@axe-core/playwright"
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"

import { chromiumFlags, chromiumPath } from "../../scripts/chromium.mjs"
import { freePort, startServer } from "../../scripts/processes.mjs"

const repository = join(import.meta.dirname, "../..")

const lab = (heading: string) => `
import { handler, Link, on, page, state } from "livetsx"
const clicks = state("clicks", () => ({ count: 0, away: 0, keys: 0 }))
export const click = handler("click", { state: clicks }, ({ state }) => {
  state.count += 1
  return <output id="clicks">{state.count}</output>
})
export const fail = handler("fail", () => { throw new Error("no such row") })
export const outside = handler("outside", { state: clicks }, ({ state }) => <i id="away">{++state.away}</i>)
export const key = handler("key", { state: clicks }, ({ state }) => <i id="keys">{++state.keys}</i>)
export const tell = handler("tell", ({ broadcast }) => broadcast(<i id="told">Told</i>))
export const other = page("/other", {
  state: clicks,
  render: ({ state }) => (
    <main>
      <h1>Other</h1>
      <p {...on("away", outside)}>Away <i id="away">{state.away}</i></p>
      <p data-liveview-function="key" data-action="keydown@document->page#run">Keys <i id="keys">{state.keys}</i></p>
      <label>Typed <input name="typed" /></label>
      <Link href="/">Back</Link>
    </main>
  ),
})
export const lab = page("/", {
  title: "Lab",
  state: clicks,
  render: ({ state }) => (
    <main>
      <h1>${heading}</h1>
      <output id="clicks">{state.count}</output>
      <button {...on("click", click)}>Click</button>
      <button {...on("click", fail)}>Fail</button>
      <button {...on("click", tell)}>Tell</button>
      <p id="told">Nothing yet</p>
      <Link href="/other">Other</Link>
    </main>
  ),
})
`

/** The real development server, on an application of its own. */
describe("the timeline of a page in development", () => {
  let folder: string
  let server: Awaited<ReturnType<typeof startServer>>
  let browser: Browser
  /** One visitor, in a tab for each test: what they have loaded once is kept. */
  let context: BrowserContext
  let address: string
  let page: Page
  let mistakes: string[]
  let frames: { sent: string[]; received: string[] }

  beforeAll(async () => {
    mkdirSync(join(repository, "dist"), { recursive: true })
    folder = mkdtempSync(join(repository, "dist/timeline-"))
    mkdirSync(join(folder, "components"))
    write("components/lab.tsx", lab("Lab"))
    write(
      "vite.config.mjs",
      `import { fromSources } from "../../bench/measure/from-sources.mjs"
       import livetsx from "../../server/dev/vite-plugin.ts"
       export default { plugins: [livetsx(), fromSources()], cacheDir: "cache" }`,
    )
    const port = await freePort()
    address = `http://127.0.0.1:${port}/`
    const words = [join(repository, "node_modules/vite/bin/vite.js"), "--port", String(port), "--strictPort", "--host", "127.0.0.1"]
    // Vite's own tests' variable turns the plugin's server off.
    const env = { VITEST: "", NODE_ENV: "development" }
    ;[server, browser] = await Promise.all([
      startServer(folder, process.execPath, words, env, address),
      chromium.launch({ executablePath: chromiumPath(), args: chromiumFlags }),
    ])
    context = await browser.newContext()
    await context.addInitScript(() => sessionStorage.setItem("livetsx-timeline", sessionStorage.getItem("livetsx-timeline") ?? "{}"))
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  beforeEach(async () => {
    page = await context.newPage()
    page.setDefaultTimeout(10_000)
    mistakes = []
    frames = { sent: [], received: [] }
    page.on("pageerror", ({ message }) => mistakes.push(message))
    page.on("console", (message) => /Content Security Policy/.test(message.text()) && mistakes.push(message.text()))
    page.on("websocket", (socket) => {
      if (!socket.url().includes("EIO")) return
      socket.on("framesent", ({ payload }) => frames.sent.push(String(payload)))
      socket.on("framereceived", ({ payload }) => frames.received.push(String(payload)))
    })
    await page.goto(address)
    await connected()
  })

  afterEach(async () => {
    await page.close()
    expect(mistakes).toEqual([])
  })

  it("stays away from a page that a test drives, unless the test asks for it", async () => {
    const driven = await browser.newPage()
    await driven.goto(address)
    await driven.getByRole("button", { name: "Click", exact: true }).click()
    await driven.locator("#clicks", { hasText: /[1-9]/ }).waitFor()
    expect(await driven.locator("livetsx-timeline").count()).toBe(0)
    await driven.close()
    expect(await page.locator("livetsx-timeline").count()).toBe(1)
  })

  const write = (path: string, text: string) => writeFileSync(join(folder, path), text)
  const connected = () => frame("received", /^42\["h",.*true\]$/)
  const launcher = () => page.getByRole("button", { name: /^Timeline/ })
  const open = () => launcher().click()
  const entry = (name: RegExp | string) => page.getByRole("complementary", { name: "Developer timeline" }).getByRole("button", { name })
  const click = () => page.getByRole("button", { name: "Click", exact: true }).click()
  const counted = (count: number) => page.locator("#clicks", { hasText: String(count) }).waitFor()

  async function frame(direction: "sent" | "received", like: RegExp): Promise<string> {
    return await expect
      .poll(() => frames[direction].find((text) => like.test(text)), { timeout: 10_000 })
      .toBeTruthy()
      .then(() => frames[direction].find((text) => like.test(text)) ?? "")
  }

  /** Milliseconds of a phase, as an entry's label says them. */
  async function spent(name: RegExp, phase: string): Promise<number> {
    const label = await entry(name).first().getAttribute("aria-label")
    return Number(new RegExp(`${phase} ([\\d.]+) ms`).exec(label ?? "")?.[1])
  }

  it("has an entry of each event: its handler, times, bytes both ways, and what it touched, outlined where it is looked at", async () => {
    await open()
    await click()
    const answered = entry(/^click, click: ok; [\d.]+ ms; queue [\d.]+ ms, wire [\d.]+ ms, server [\d.]+ ms, patch [\d.]+ ms; .*1 element$/)
    await answered.waitFor()
    const [sent, received] = [await frame("sent", /"f":"click"/), await frame("received", /^43/)]
    expect(await answered.getAttribute("aria-label")).toContain(`; ${sent.length} B sent; ${received.length} B received;`)
    await answered.hover()
    const outline = await page.locator(".outline").boundingBox()
    const touched = await page.locator("#clicks").boundingBox()
    expect(outline?.x).toBeCloseTo((touched?.x ?? 0) - 3)
    expect(outline?.width).toBeCloseTo((touched?.width ?? 0) + 6)
    await page.getByRole("heading", { name: "Timeline" }).hover()
    await page.locator(".outline").waitFor({ state: "detached" })
    await answered.hover()
    await page.locator(".outline").waitFor()
    await page.mouse.move(0, 0)
    await page.locator(".outline").waitFor({ state: "detached" })
    await answered.click()
    await entry("output#clicks").waitFor()
    await page.getByRole("button", { name: "Clear" }).click()
    await answered.waitFor({ state: "detached" })
  })

  it("tells of broadcasts, of refreshes and why, and of lost connections", async () => {
    await open()
    await page.getByRole("button", { name: "Tell" }).click()
    await entry(/^broadcast to everyone: ok; .*1 element$/).waitFor()
    // Before any change: a file that is written may be told of twice, and a page that is away meanwhile has missed something.
    await page.getByRole("button", { name: "Cut once" }).click()
    await entry("disconnected").waitFor()
    await entry(/^reconnected: ok/).waitFor()
    write("components/lab.tsx", lab("Changed"))
    await page.getByRole("heading", { name: "Changed" }).waitFor()
    await entry(/^refresh, told by the server: ok; .*element/)
      .first()
      .waitFor()
    write("components/lab.tsx", lab("Lab"))
    await page.getByRole("heading", { name: "Lab" }).waitFor()
  })

  it("counts simulated latency as time on the wire", async () => {
    await open()
    await page.getByRole("spinbutton", { name: "Latency" }).fill("150")
    await page.getByRole("button", { name: "Timeline, simulated: 150 ms" }).waitFor()
    await click()
    await counted(1)
    expect(await spent(/^click, click: ok/, "wire")).toBeGreaterThanOrEqual(300)
    expect(await spent(/^click, click: ok/, "server")).toBeLessThan(300)
  })

  it("loses a reply: the event is sent again, and its handler runs once", async () => {
    await open()
    await page.getByRole("button", { name: "Lose the next reply" }).click()
    await click()
    await entry(/^click, click: ok; .*sent twice/).click()
    await page.getByText("twice; the handler ran once").waitFor()
    expect(frames.sent.filter((text) => text.includes('"f":"click"'))).toHaveLength(2)
    expect(frames.received.filter((text) => text.startsWith("43"))).toHaveLength(2)
    await counted(1)
    await page.getByRole("button", { name: "Timeline", exact: true }).waitFor()
  })

  it("stays offline over a reload, until it is switched on again; what was pressed is then sent", async () => {
    await open()
    await page.getByRole("checkbox", { name: "Offline" }).check()
    await entry("disconnected").first().waitFor()
    frames.received.length = 0
    await page.reload()
    await page.getByRole("button", { name: "Timeline, simulated: offline" }).waitFor()
    await click()
    await entry("click: waiting").waitFor()
    expect(frames.received.filter((text) => text.startsWith("4"))).toEqual([])
    await page.getByRole("button", { name: "Reset" }).click()
    await counted(1)
    await entry(/^click, click: ok/).waitFor()
    await page.getByRole("button", { name: "Timeline", exact: true }).waitFor()
  })

  it("takes nothing from the page: no focus, no key, no click outside, no patch takes it away", async () => {
    await page.getByRole("link", { name: "Other" }).click()
    const typed = page.getByLabel("Typed")
    await typed.focus()
    await open()
    await page.getByRole("button", { name: "Cut once" }).click()
    await entry(/^reconnected/).waitFor()
    expect(await typed.evaluate((field) => field === document.activeElement)).toBe(true)
    await page.getByRole("spinbutton", { name: "Latency" }).fill("")
    await page.getByRole("spinbutton", { name: "Latency" }).pressSequentially("10")
    expect(frames.sent.filter((text) => text.includes('"f":'))).toEqual([])
    await page.getByRole("link", { name: "Back" }).click()
    await page.getByRole("heading", { name: "Lab" }).waitFor()
    await click()
    await counted(1)
    await entry(/^click, click: ok/).waitFor()
    expect(await page.evaluate(() => document.documentElement.lastElementChild?.localName)).toBe("livetsx-timeline")
  })

  it("is used with the keyboard alone, and closes with Escape", async () => {
    await launcher().focus()
    await page.keyboard.press("Enter")
    await click()
    await counted(1)
    await click()
    await counted(2)
    await entry(/^click, click: ok/)
      .nth(1)
      .waitFor()
    await entry(/^click, click: ok/)
      .first()
      .focus()
    await page.locator(".outline").waitFor()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    expect(await page.locator(".entry[aria-expanded=true]").getAttribute("data-entry")).toBe(
      await entry(/^click, click: ok/)
        .nth(1)
        .getAttribute("data-entry"),
    )
    await page.keyboard.press("Escape")
    await page.getByRole("heading", { name: "Timeline" }).waitFor({ state: "detached" })
    expect(await launcher().evaluate((button: HTMLElement) => (button.getRootNode() as ShadowRoot).activeElement === button)).toBe(true)
  })

  it("has no violation that axe finds, light and dark", async () => {
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    await open()
    await click()
    await entry(/^click, click: ok/).click()
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => [colorScheme, id, nodes.map(({ html }) => html)])).toEqual([])
    }
  })

  it("tells of mistakes with their reference", async () => {
    await page.getByRole("button", { name: "Fail" }).click()
    await page.locator("vite-error-overlay").waitFor()
    await page.keyboard.press("Escape")
    await open()
    await entry(/^fail, click: handler_error [0-9a-f]{8}; /).waitFor()
    // The overlay shows it to the next page too, once.
    await page.reload()
    await page.locator("vite-error-overlay").waitFor()
  })

  it("does the same to long polling", async () => {
    write("components/app.ts", `import { createLiveView } from "livetsx"\nexport default createLiveView({ transports: ["polling"] })\n`)
    await expect.poll(async () => (await page.request.get(address)).text(), { timeout: 10_000 }).toContain("polling")
    const asked: string[] = []
    page.on("request", (request) => asked.push(request.postData() ?? ""))
    await page.goto(address)
    await open()
    await page.getByRole("spinbutton", { name: "Latency" }).fill("20")
    await page.getByRole("button", { name: "Lose the next reply" }).click()
    await click()
    await entry(/^click, click: ok; .*sent twice; \d+ B sent; \d+ B received; 1 element$/).waitFor()
    await counted(1)
    expect(asked.filter((text) => text.includes('"f":"click"'))).toHaveLength(2)
    expect(await spent(/^click, click: ok/, "wire")).toBeGreaterThanOrEqual(40)
    await page.getByRole("checkbox", { name: "Offline" }).check()
    await entry("disconnected").first().waitFor()
    await click()
    await entry("click: waiting").waitFor()
    await page.getByRole("checkbox", { name: "Offline" }).uncheck()
    await counted(2)
  })
})
