import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"

import { handler } from "../events/handler.ts"
import { internals, type LiveView } from "../live-view.ts"
import { page } from "../pages/page.ts"
import { openPage, testApp, type TestApp } from "../testing/index.ts"
import { startRedis } from "../testing/redis-server.ts"
import { connectDocument, loadDocument, openWire } from "./fixtures/wire-page.ts"
import { SessionWatch } from "./session-watch.ts"

declare module "livetsx" {
  interface SessionData {
    role?: string
  }
}

const runs: (string | undefined)[] = []
const act = handler("act", ({ session }) => {
  runs.push(session.role)
  return <output id="role">{session.role ?? "nobody"}</output>
})

let ended: (() => void) | undefined
const linger = handler("linger", async ({ signal }) => {
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()))
  ended?.()
})

const modules = {
  "components/home.tsx": {
    act,
    linger,
    home: page("/", { rooms: ["news"], render: ({ session }) => <output id="role">{session.role ?? "nobody"}</output> }),
  },
}

vi.setConfig({ testTimeout: 20_000, hookTimeout: 20_000 })

const setUp = ({ express }: LiveView) => {
  express.get("/as/:role", (request, response) => {
    request.session.role = request.params.role
    response.send("done")
  })
  express.get("/logout", (request, response) => request.session.destroy(() => response.send("done")))
  express.get("/login", (request, response) => {
    request.session.regenerate(() => {
      request.session.role = "admin"
      // Other pages of the visitor are quicker than what is still to be done for a login.
      setTimeout(() => response.send("done"), 50)
    })
  })
}

let app: TestApp
beforeAll(async () => {
  app = await testApp({
    modules,
    setUp,
  })
})
afterAll(() => app.close())

const visit = (path: string, cookie: string) => fetch(app.url + path, { headers: { cookie } })
const home = async () => (await internals(app.live).ready()).site

describe("a session that ends", () => {
  it("takes its pages along at once: they render themselves again and show what anybody is shown", async () => {
    const one = await openPage(app, "/", { session: { role: "editor" } })
    const other = await openPage(app, "/", { visitor: one })
    const stranger = await openPage(app, "/", { session: { role: "stranger" } })
    expect([one.text("#role"), other.text("#role")]).toEqual(["editor", "editor"])
    await one.visit("/logout")
    await vi.waitFor(() => expect(other.text("#role")).toBe("nobody"))
    expect(stranger.text("#role")).toBe("stranger")
  })

  it("lets nothing in and nothing out on the connection that it had", async () => {
    const wire = await openWire(app.url, "/")
    await visit("/logout", wire.document.cookie)
    await vi.waitFor(() => expect(wire.socket.connected).toBe(false))
    runs.length = 0
    await app.live.to("news").send({ target: "#role", html: "secret" })
    expect(await wire.send({ n: 1, f: "act" }, 300)).toBeUndefined()
    expect([wire.pushes, runs]).toEqual([[], []])
  })

  it("does not get its rooms back by resuming with the cookie and the token that it had", async () => {
    const wire = await openWire(app.url, "/")
    wire.close()
    await visit("/logout", wire.document.cookie)
    await expect(connectDocument(wire.document)).rejects.toMatchObject({ data: { code: "unauthorized" } })
    const site = await home()
    expect([...site.livePages].some(({ room }) => wire.document.token.startsWith(room))).toBe(false)
  })

  it("is replaced at a login, and neither the session nor the room of before is worth anything after it", async () => {
    const wire = await openWire(app.url, "/")
    const before = wire.document
    const response = await visit("/login", before.cookie)
    const after = response.headers.getSetCookie()[0]?.split(";")[0] ?? ""
    expect(after).not.toBe(before.cookie)
    await vi.waitFor(() => expect(wire.socket.connected).toBe(false))
    await expect(connectDocument(before)).rejects.toMatchObject({ data: { code: "unauthorized" } })
    await expect(connectDocument(before, { cookie: after })).rejects.toMatchObject({ data: { code: "unauthorized" } })
    const fresh = await loadDocument(app.url, "/", after)
    expect(fresh.html).toContain("admin")
  })

  it("keeps the login that replaced it, and shows it on every page that was open", async () => {
    const patient = await testApp({ modules, setUp, reconnection: { delay: 1_000, jitter: 0 } })
    const one = await openPage(patient, "/")
    const other = await openPage(patient, "/", { visitor: one })
    await one.window.fetch("/login")
    await vi.waitFor(() => expect([one.text("#role"), other.text("#role")]).toEqual(["admin", "admin"]), 8_000)
    expect((await openPage(patient, "/", { visitor: one })).text("#role")).toBe("admin")
    await patient.close()
  })

  it("ends what its handlers wait for", async () => {
    const wire = await openWire(app.url, "/")
    const told = new Promise<void>((resolve) => {
      ended = resolve
    })
    void wire.send({ n: 1, f: "linger" }, 100)
    await vi.waitFor(async () => expect((await home()).livePages.ofSession(sessionOf(wire.document.cookie))[0]?.queue.length).toBe(1))
    await visit("/logout", wire.document.cookie)
    await told
  })
})

describe("what nobody told of", () => {
  it("is found by asking the store, and the session of an open page is kept alive", async () => {
    const site = await home()
    const alive = await openWire(app.url, "/")
    const gone = await openWire(app.url, "/")
    const touched = vi.spyOn(site.sessions, "touch")
    // A node whose message was lost: the store does not have the session, and no listener was told.
    touched.mockImplementation(async (id) => (id === sessionOf(gone.document.cookie) ? undefined : {}))
    const watch = new SessionWatch(site)
    await watch.check()
    watch.close()
    expect(touched).toHaveBeenCalledWith(sessionOf(alive.document.cookie))
    touched.mockRestore()
    await vi.waitFor(() => expect(gone.socket.connected).toBe(false))
    expect(alive.socket.connected).toBe(true)
  })

  it("costs nobody their page where the store does not answer", async () => {
    const site = await home()
    const wire = await openWire(app.url, "/")
    const touched = vi.spyOn(site.sessions, "touch").mockRejectedValue(new Error("away"))
    const watch = new SessionWatch(site)
    await watch.check()
    watch.close()
    touched.mockRestore()
    expect(await wire.event("act")).toEqual([])
  })

  it("is found by the next event too, which is refused and cuts the page off", async () => {
    const site = await home()
    const wire = await openWire(app.url, "/")
    const opened = vi.spyOn(site.services, "openSession").mockResolvedValue(undefined)
    expect(await wire.event("act")).toEqual({ code: "unauthorized" })
    await vi.waitFor(() => expect(wire.socket.connected).toBe(false))
    opened.mockRestore()
  })

  it("is found when a page asks for what it has missed", async () => {
    const site = await home()
    const wire = await openWire(app.url, "/")
    const loaded = vi.spyOn(site.sessions, "load").mockResolvedValue(undefined)
    expect(await wire.send({ r: wire.document.config.heads }, 300)).toBeUndefined()
    await vi.waitFor(() => expect(wire.socket.connected).toBe(false))
    loaded.mockRestore()
  })
})

describe("on another node", () => {
  async function twoNodes(): Promise<{ one: TestApp; other: TestApp; end: () => Promise<void> }> {
    const redis = await startRedis()
    const node = () => testApp({ modules, setUp, redis: redis.url, printLog: false })
    const [one, other] = [await node(), await node()]
    return {
      one,
      other,
      end: async () => {
        await Promise.all([one.close(), other.close()])
        await redis.stop()
      },
    }
  }

  it("a logout cuts the pages off, and where the message is lost the next event does", async () => {
    const { one, other, end } = await twoNodes()
    const [told, untold] = [await openWire(other.url, "/"), await openWire(other.url, "/")]
    const logOut = (wire: typeof told) => fetch(`${one.url}/logout`, { headers: { cookie: wire.document.cookie } })
    await logOut(told)
    await vi.waitFor(() => expect(told.socket.connected).toBe(false), { timeout: 8_000 })
    const { site } = await internals(other.live).ready()
    const deaf = vi.spyOn(site.livePages, "ofSession").mockReturnValue([])
    await logOut(untold)
    await new Promise((resolve) => setTimeout(resolve, 100)) // For the message that is lost to have come.
    deaf.mockRestore()
    expect(untold.socket.connected).toBe(true)
    runs.length = 0
    expect(await untold.event("act")).toEqual({ code: "unauthorized" })
    await vi.waitFor(() => expect(untold.socket.connected).toBe(false))
    expect(runs).toEqual([])
    await end()
  })
})

it("runs each event with the session as it is then, whoever changed it meanwhile", async () => {
  const wire = await openWire(app.url, "/")
  runs.length = 0
  await visit("/as/admin", wire.document.cookie)
  await wire.event("act")
  await visit("/as/reader", wire.document.cookie)
  await wire.event("act")
  expect(runs).toEqual(["admin", "reader"])
})

/** express-session signs the id: `s:ID.signature`. */
function sessionOf(cookie: string): string {
  return (
    decodeURIComponent(cookie.split("=")[1] ?? "")
      .slice(2)
      .split(".")[0] ?? ""
  )
}
