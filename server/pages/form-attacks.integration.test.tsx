import { mkdtempSync, readdirSync } from "node:fs"
import { request as httpRequest } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { z } from "zod"

import { handler } from "../events/handler.ts"
import { on } from "../events/on.ts"
import { internals } from "../live-view.ts"
import { tokenLifetime } from "../rooms/room-token.ts"
import { testApp, type TestApp } from "../testing/index.ts"
import { Upload } from "../uploads/upload.ts"
import { addressOf, type Answer, PlainBrowser } from "./fixtures/plain-browser.ts"
import { page } from "./page.ts"

vi.setConfig({ testTimeout: 30_000 })

const calls: Record<string, unknown>[] = []
const act = handler("act", ({ form }) => {
  calls.push(form)
})
const paint = handler("paint", async ({ form }) => {
  const files = [form.photo, form.photos].flat().filter((file) => file instanceof Upload)
  calls.push({
    title: form.title,
    photos: Array.isArray(form.photos) ? form.photos.length : undefined,
    files: await Promise.all(files.map(async (file) => [file.name, file.type, await file.text()])),
  })
})
const strict = handler("strict", { form: z.object({ title: z.string().min(3) }) }, () => undefined)
const seldom = handler("seldom", { limit: { events: 1, seconds: 60 } }, () => undefined)

const home = page("/", () => (
  <main>
    <form id="act" {...on("submit", act)}>
      <input name="text" />
    </form>
    {Object.entries({ paint, strict }).map(([name, each]) => (
      <form id={name} {...on("submit", each)}>
        <input name="title" />
        <input type="file" name="photo" />
        <input type="file" name="photos" multiple />
      </form>
    ))}
    <form id="seldom" {...on("submit", seldom)} />
  </main>
))

let app: TestApp
let browser: PlainBrowser
let shown: Answer
// A folder of this test's own: others are tested at the same time.
vi.stubEnv("TMPDIR", mkdtempSync(join(tmpdir(), "livetsx-attacks-")))
beforeAll(async () => {
  app = await testApp({
    modules: { "components/attacks.tsx": { act, paint, strict, seldom, home } },
    printLog: false,
    origins: ["https://friend.example"],
    limits: { page: { perSecond: 1, burst: 12 } },
    uploads: { maxSize: 1_000, maxTotal: 20_000, maxCount: 3, accept: "text/plain,.txt" },
  })
})
afterAll(() => app.close())
beforeEach(async () => {
  calls.length = 0
  browser = new PlainBrowser(app.url)
  shown = await browser.get("/")
})

const send = (headers: Record<string, string>, address = addressOf(shown, "#act")) => browser.post(address, [["text", "x"]], { headers })
const flash = ({ document }: Answer) => document.querySelector("#liveview-flash > div")?.textContent
const withToken = (token: string) => addressOf(shown, "#act").replace(/liveview\.room=[^&]*/, `liveview.room=${token}`)
const tokenOf = (answer: Answer) => answer.document.documentElement.dataset.room ?? ""

/** Nothing of what came over HTTP is left. */
async function leftovers(): Promise<string[]> {
  const { settings } = internals(app.live)
  const uploads = readdirSync(join(settings.dataDir, "uploads")).filter((name) => name !== "store")
  return [...uploads, ...readdirSync(tmpdir()).filter((name) => name.startsWith("livetsx-form-"))]
}

describe("a form from elsewhere", () => {
  it.each<Record<string, string>>([
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "" },
    { origin: "http://127.0.0.1" },
    { origin: "https://friend.example.evil.example" },
    { "sec-fetch-site": "cross-site" },
  ])("is refused: %o", async (headers) => {
    const answer = await send({ ...headers })
    expect([answer.status, answer.html, calls]).toEqual([403, "403\n", []])
  })

  it("is refused without an origin", async () => {
    const status = await new Promise((resolve) => {
      const options = { method: "POST", headers: { cookie: browser.cookie, "content-type": "application/x-www-form-urlencoded" } }
      httpRequest(`${app.url}/${addressOf(shown, "#act")}`, options, ({ statusCode }) => resolve(statusCode)).end("text=x")
    })
    expect([status, calls]).toEqual([403, []])
  })

  it("is taken from an origin that the author allows, where its signature holds", async () => {
    const headers = { origin: "https://friend.example", "sec-fetch-site": "cross-site" }
    expect((await send(headers)).status).toBe(200)
    expect((await send(headers, "/?liveview=act")).status).toBe(403)
    expect(calls).toHaveLength(1)
  })
})

describe("a link from elsewhere", () => {
  it.each([
    "liveview=seldom",
    "liv%65view=seldom",
    "%6Civeview.data=%7B%22id%22%3A1%7D",
    "a=1&liveview%2Elist=text&liv%65view%2Efiles=x",
    "liv%65view=seldom&liv%65view.room=x",
  ])("says nothing for the forms of the page: ?%s", async (query) => {
    const page = await browser.get(`/?${query}`)
    expect(addressOf(page, "#act").replace(/\.room=.*/, "")).toMatch(/^\?(?:a=1&)?liveview=act&liveview$/)
    expect((await send({}, `/${addressOf(page, "#act")}`)).status).toBe(200)
    expect(calls).toEqual([{ text: "x" }])
  })
})

describe("a form whose signature does not hold", () => {
  const refused = async (answer: Answer) => {
    expect([answer.status, flash(answer), calls]).toEqual([403, "Your visit has expired. Load the page again.", []])
    expect(answer.document.querySelector<HTMLInputElement>("#act input")?.value).toBe("x")
  }

  it("is not run: missing, malformed, forged, altered", async () => {
    const token = tokenOf(shown)
    const [room = "", issued = "", signed = ""] = token.split(".")
    const { room: other } = { room: crypto.randomUUID() }
    for (const wrong of [
      "",
      "x",
      `${room}.${issued}.${"A".repeat(43)}`,
      `${other}.${issued}.${signed}`,
      `${room}.0.${signed}`,
      `${token}A`,
    ])
      await refused(await send({}, withToken(wrong)))
    await refused(await send({}, addressOf(shown, "#act").replace(/&?liveview\.room=[^&]*/, "")))
  })

  it("is not run: of another visitor's session, or without one", async () => {
    const other = await new PlainBrowser(app.url).get("/")
    await refused(await send({}, withToken(tokenOf(other))))
    browser = new PlainBrowser(app.url)
    await refused(await send({}))
  })

  it("is not run: of a session that has ended", async () => {
    const { site } = await internals(app.live).ready()
    const [, id = ""] = /sid=s(?:%3A|:)([^.]+)/.exec(browser.cookie) ?? []
    await site.sessions.destroy(id)
    await refused(await send({}))
  })

  it("is not run: too old", async () => {
    const now = Date.now()
    vi.spyOn(Date, "now").mockReturnValue(now + tokenLifetime + 1_000)
    const answer = await send({}).finally(() => vi.restoreAllMocks())
    await refused(answer)
  })

  it("can be sent again from the answer", async () => {
    const answer = await send({}, withToken("x"))
    expect((await browser.submit(answer, "#act")).status).toBe(200)
    expect(calls).toEqual([{ text: "x" }])
  })
})

describe("a form that is too much", () => {
  it("is refused by its size, as it comes and as an event", async () => {
    for (const length of [100_001, 400_000]) {
      const answer = await browser.submit(shown, "#act", { text: "x".repeat(length) })
      expect([answer.status, flash(answer)]).toEqual([413, "That is too large to send."])
    }
    expect(calls).toEqual([])
    expect((await browser.submit(shown, "#act", { text: "ä".repeat(40_000) })).status).toBe(200)
  })

  it("is refused by its fields, its data's depth, and its encoding", async () => {
    const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`field${index}`, ""]))
    expect((await browser.submit(shown, "#act", many)).status).toBe(422)
    const deep = JSON.stringify(Array.from({ length: 20 }).reduce<object>((inner) => ({ inner }), {}))
    expect((await send({}, `${addressOf(shown, "#act")}&liveview.data=${encodeURIComponent(deep)}`)).status).toBe(422)
    for (const type of ["text/plain", "application/json"]) expect((await send({ "content-type": type })).status).toBe(422)
    expect((await send({ "content-encoding": "gzip" })).status).toBe(422)
    expect(calls).toEqual([])
  })

  it("is read in one go, however often a name comes", async () => {
    // A value that is copied with each that follows makes ten thousand million copies of this: minutes, in which nobody is answered.
    const body = "a&".repeat(149_000)
    const answer = await browser.request(`/${addressOf(shown, "#act")}`, {
      method: "POST",
      body,
      headers: { origin: app.url, "content-type": "application/x-www-form-urlencoded" },
    })
    expect([answer.status, calls]).toEqual([413, []])
  })

  it("is refused where it comes too often", async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, count) => browser.post(addressOf(shown, "#act"), [["text", String(count)]])),
    )
    const [refused] = answers.filter(({ status }) => status === 429)
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0)
    expect(calls.length).toBe(answers.filter(({ status }) => status === 200).length)
    await browser.submit(shown, "#seldom")
    expect((await browser.submit(await browser.get("/"), "#seldom")).status).toBe(200)
  })

  it("of one page, keeps to the handler's own limit", async () => {
    const first = await browser.submit(shown, "#seldom")
    expect([first.status, (await browser.submit(first, "#seldom")).status]).toEqual([200, 429])
  })
})

describe("keys of a prototype", () => {
  it("are fields as any other", async () => {
    await browser.post(addressOf(shown, "#act"), [
      ["__proto__", "polluted"],
      ["constructor", "1"],
      ["toString[]", "2"],
    ])
    expect(calls).toHaveLength(1)
    expect(Object.entries(calls[0] ?? {})).toEqual([
      ["__proto__", "polluted"],
      ["constructor", "1"],
      ["toString", ["2"]],
    ])
    expect(Reflect.get({}, "polluted")).toBeUndefined()
  })
})

describe("a form with files", () => {
  const text = (name: string, content: string, type = "text/plain") => new File([content], name, { type })
  const sendFiles = (form: string, entries: [string, string | File][]) => {
    const body = new FormData()
    for (const [name, value] of entries) body.append(name, value)
    return browser.request(`/${addressOf(shown, form)}`, { method: "POST", body, headers: { origin: app.url } })
  }

  it("is sent as one", () => {
    expect(shown.document.querySelector("#paint")?.getAttribute("enctype")).toBe("multipart/form-data")
    expect(shown.document.querySelector("#act")?.hasAttribute("enctype")).toBe(false)
  })

  it("gives them to the handler like any upload, and keeps what nobody took no longer", async () => {
    const answer = await sendFiles("#paint", [
      ["title", "Sea"],
      ["photo", text("../../etc/a.txt", "one")],
      ["photos", text("b.txt", "two")],
    ])
    expect(answer.status).toBe(200)
    expect(calls).toEqual([
      {
        title: "Sea",
        photos: 1,
        files: [
          ["a.txt", "text/plain", "one"],
          ["b.txt", "text/plain", "two"],
        ],
      },
    ])
    await sendFiles("#paint", [
      ["title", "None"],
      ["photo", new File([], "")],
      ["photos", new File([], "")],
    ])
    expect(calls[1]).toEqual({ title: "None", photos: 0, files: [] })
    expect(await leftovers()).toEqual([])
  })

  it("is given to the handler once, by the content of its files", async () => {
    await sendFiles("#paint", [["photo", text("a.txt", "same")]])
    await sendFiles("#paint", [["photo", text("a.txt", "same")]])
    expect(calls).toHaveLength(1)
    await sendFiles("#paint", [["photo", text("a.txt", "else")]])
    expect(calls).toHaveLength(2)
  })

  it("keeps to the limits of uploads, says so beside the field, and keeps what was typed", async () => {
    const cases: [File, number][] = [
      [text("big.txt", "x".repeat(1_001)), 413],
      [text("evil.exe", "MZ", "application/x-msdownload"), 422],
    ]
    for (const [file, status] of cases) {
      const answer = await sendFiles("#paint", [
        ["title", "Typed"],
        ["photo", file],
      ])
      expect(answer.status).toBe(status)
    }
    const wrong = await sendFiles("#paint", [
      ["title", "Typed"],
      ["photo", text("evil.exe", "MZ", "application/x-msdownload")],
    ])
    const control = wrong.document.querySelector("#paint [name=photo]")
    expect(control?.getAttribute("aria-invalid")).toBe("true")
    expect(control?.nextElementSibling?.textContent).toBe("evil.exe is of a kind that is not taken here.")
    expect(wrong.document.querySelector<HTMLInputElement>("#paint [name=title]")?.value).toBe("Typed")
    const invalid = await sendFiles("#strict", [
      ["title", "ab"],
      ["photo", text("a.txt", "one")],
    ])
    expect(invalid.status).toBe(422)
    const many = await sendFiles(
      "#paint",
      [1, 2, 3, 4].map((index) => ["photos", text(`${index}.txt`, "x")] as [string, File]),
    )
    expect(many.status).toBe(422)
    expect(calls).toEqual([])
    expect(await leftovers()).toEqual([])
  })

  it("that is a bomb, fills nothing", async () => {
    const fields = await sendFiles(
      "#paint",
      Array.from({ length: 1_100 }, (_, index) => [`f${index}`, ""] as [string, string]),
    )
    const large = await sendFiles("#paint", [
      ["title", "x".repeat(15_000)],
      ["more", "x".repeat(15_000)],
    ])
    const files = await sendFiles(
      "#paint",
      Array.from({ length: 1_100 }, (_, index) => ["photos", text(`${index}.txt`, "")] as [string, File]),
    )
    expect([fields.status, large.status, files.status]).toEqual([413, 413, 413])
    const cut = await raw(`--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nnever ends`)
    const none = await browser.request(`/${addressOf(shown, "#paint")}`, {
      method: "POST",
      body: "x",
      headers: { origin: app.url, "content-type": "multipart/form-data" },
    })
    expect([cut.status, none.status, calls]).toEqual([422, 422, []])
    const long = await raw(`--b\r\nContent-Disposition: form-data; name="a"\r\nX: ${"x".repeat(17_000)}\r\n\r\nkept\r\n--b--\r\n`)
    expect([long.status, calls]).toEqual([200, [{ title: undefined, photos: 0, files: [] }]])
    expect(await leftovers()).toEqual([])
  })

  it("takes no room from others by what it says of its length", async () => {
    const headers = { cookie: browser.cookie, origin: app.url, "content-type": "multipart/form-data; boundary=b", "content-length": 19_990 }
    const slow = httpRequest(`${app.url}/${addressOf(shown, "#paint")}`, { method: "POST", headers }).on("error", () => undefined)
    slow.write('--b\r\nContent-Disposition: form-data; name="photo"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nhalf')
    await vi.waitFor(() => expect(readdirSync(tmpdir()).filter((name) => name.startsWith("livetsx-form-"))).toHaveLength(1))
    expect((await sendFiles("#paint", [["photo", text("b.txt", "x".repeat(900))]])).status).toBe(200)
    slow.destroy()
    await vi.waitFor(async () => expect(await leftovers()).toEqual([]))
  })

  it("whose signature does not hold, is not read", async () => {
    const body = new FormData()
    body.append("photo", text("a.txt", "one"))
    const answer = await browser.request("/?liveview=paint&liveview.room=x", { method: "POST", body, headers: { origin: app.url } })
    expect([answer.status, calls, await leftovers()]).toEqual([403, [], []])
  })

  function raw(body: string): Promise<Answer> {
    return browser.request(`/${addressOf(shown, "#paint")}`, {
      method: "POST",
      body,
      headers: { origin: app.url, "content-type": "multipart/form-data; boundary=b" },
    })
  }
})
