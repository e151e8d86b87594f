// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest"

import { Controller } from "./index.ts"

// The simulated document cannot construct stylesheets.
vi.mock("./styles.ts", () => ({ addStyles: () => {} }))

const connections: unknown[] = []
vi.mock("./connection.ts", () => ({
  connect: (config: unknown) => {
    connections.push(config)
    return { send: () => {}, resume: () => {}, reconnect: () => {} }
  },
}))

const config = { path: "/live/", heads: {}, shown: "d", reconnection: { delay: 1, max: 1, factor: 1, jitter: 0 }, texts: {} }

/** The client as a document has it that has just been loaded. */
async function load(head: string) {
  vi.resetModules()
  connections.length = 0
  document.head.innerHTML = head
  return import("./start.ts")
}

const meta = (content: unknown) => `<meta name="livetsx" content='${JSON.stringify(content)}'>`

beforeEach(() => {
  document.body.innerHTML = ""
})

describe("start", () => {
  it.each([
    ["no configuration", ""],
    ["a configuration that is no JSON", `<meta name="livetsx" content="{">`],
  ])("says so and does nothing in a document with %s", async (_, head) => {
    const error = vi.spyOn(console, "error").mockImplementation(() => {})
    const { start } = await load(head)
    start()
    expect(error).toHaveBeenCalledWith(expect.stringContaining(`expected <meta name="livetsx"`))
    expect(connections).toEqual([])
    error.mockRestore()
  })

  it("connects with the document's settings and the author's, once however often it is called", async () => {
    const { start } = await load(meta(config))
    start({ reconnection: { max: 7 } })
    start()
    expect(connections).toEqual([{ path: "/live/", reconnection: { delay: 1, max: 7, factor: 1, jitter: 0 } }])
  })

  it("needs no room, no storage, and nothing that an element's id or name can hide", async () => {
    document.documentElement.removeAttribute("data-room")
    document.body.innerHTML = `<form name="body"></form><form name="documentElement"></form><img name="getElementById"><a id="location"></a>`
    const { start } = await load(meta(config))
    expect(() => start()).not.toThrow()
    expect(connections).toHaveLength(1)
  })

  it("starts the author's controllers, and takes up those that are registered later", async () => {
    const connected: string[] = []
    class First extends Controller {
      override connect() {
        connected.push("first")
      }
    }
    class Second extends Controller {
      override connect() {
        connected.push("second")
      }
    }
    document.body.innerHTML = `<p data-controller="first second"></p>`
    const { start, register } = await load(meta(config))
    start({ controllers: { first: First } })
    await vi.waitFor(() => expect(connected).toEqual(["first"]))
    register({ second: Second })
    await vi.waitFor(() => expect(connected).toEqual(["first", "second"]))
  })

  it("connects a controller once that puts its own element into another", async () => {
    const calls: string[] = []
    class Wrapping extends Controller {
      override connect() {
        calls.push("connect")
        if (calls.length > 9) return
        const wrapper = document.createElement("div")
        this.element.replaceWith(wrapper)
        wrapper.append(this.element)
      }
      override disconnect() {
        calls.push("disconnect")
      }
    }
    document.body.innerHTML = `<p data-controller="wrapping"></p>`
    const { start } = await load(meta(config))
    start({ controllers: { wrapping: Wrapping } })
    await vi.waitFor(() => expect(calls).not.toEqual([]))
    await new Promise((resolve) => setTimeout(resolve))
    expect(calls).toEqual(["connect"])
  })

  it("tells controllers that a patch has taken their element away, wherever in it they stand", async () => {
    const gone: string[] = []
    class Deep extends Controller {
      override disconnect() {
        gone.push(this.element.id)
      }
    }
    document.body.innerHTML = `<div id="outer"><p><i id="inner" data-controller="deep"></i></p></div>`
    const { start } = await load(meta(config))
    start({ controllers: { deep: Deep } })
    const { applyPatches } = await import("./patch-actions.ts")
    const connected = () => document.getElementById("inner") && gone.length === 0
    await vi.waitFor(() => expect(connected()).toBe(true))
    applyPatches([["morph", "outer", `<div id="outer"><p>instead</p></div>`]], { source: "room" })
    await vi.waitFor(() => expect(gone).toEqual(["inner"]))
  })

  it("applies what the document brings along", async () => {
    document.body.innerHTML = `<p id="p"></p>`
    const { start } = await load(meta({ ...config, patches: [["update", "#p", "welcome"]] }))
    start()
    expect(document.getElementById("p")?.textContent).toBe("welcome")
  })
})
