import type { DevEnvironment, Logger } from "vite"
import { describe, expect, it } from "vitest"

import { overlayOf } from "./overlay.ts"

type Connect = (data: undefined, client: { send(payload: unknown): void }) => void

function overlay() {
  const sent: unknown[] = []
  const logged: string[] = []
  let connected: Connect = () => {}
  const hot = { send: (payload: unknown) => sent.push(payload), on: (_event: string, listener: Connect) => (connected = listener) }
  // Of both only what is used here.
  const environment = { hot } as unknown as DevEnvironment
  const logger = { error: (line: string) => logged.push(line) } as unknown as Logger
  const connect = () => connected(undefined, { send: (payload) => sent.push(payload) })
  return { ...overlayOf(environment, logger), connect, sent, logged }
}

describe("the overlay", () => {
  it("names the handler, in the page and in the terminal", () => {
    const { report, sent, logged } = overlay()
    report(new Error("no such row"), 'handler "add" (components/counter.tsx)')
    expect(sent).toMatchObject([
      { type: "error", err: { message: 'handler "add" (components/counter.tsx): no such row', plugin: "livetsx" } },
    ])
    expect(logged[0]).toContain('handler "add"')
  })

  it("keeps the place that a compiler gives, without its colours", () => {
    const { show, sent } = overlay()
    const loc = { file: "/a.tsx", line: 3, column: 1 }
    show(Object.assign(new Error("\u001b[31mUnterminated\u001b[0m"), { id: "/a.tsx", loc, frame: "\u001b[31m3 |\u001b[0m" }), "a.tsx")
    expect(sent).toMatchObject([{ err: { message: "a.tsx: Unterminated", id: "/a.tsx", loc, frame: "3 |" } }])
  })

  it("shows the author's frames alone", () => {
    const { show, sent } = overlay()
    const error = new Error("no")
    error.stack =
      "Error: no\n    at add (/app/components/a.tsx:1:2)\n    at run (/app/node_modules/livetsx/dist/a.js:1:2)\n    at node:internal/process"
    show(error)
    expect(sent).toMatchObject([{ err: { stack: "    at add (/app/components/a.tsx:1:2)" } }])
  })

  it("is shown once where something went wrong while the application runs, and goes with the next change", () => {
    const { tell, clear, connect, sent } = overlay()
    tell(new Error("no such row"), "page /list")
    connect()
    expect(sent[1]).toEqual(sent[0])
    connect()
    expect(sent).toHaveLength(2)
    clear()
    expect(sent[2]).toEqual({ type: "custom", event: "livetsx:fixed" })
  })

  it("is shown to pages opened later, until the mistake is put right", () => {
    const { show, clear, connect, sent } = overlay()
    show("not an error, but thrown")
    connect()
    expect(sent[1]).toEqual(sent[0])
    clear()
    expect(sent[2]).toEqual({ type: "custom", event: "livetsx:fixed" })
    connect()
    clear()
    expect(sent).toHaveLength(3)
  })
})
