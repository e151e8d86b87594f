import { describe, expect, it, vi } from "vitest"

import { createLog, type LogMode } from "./log.ts"

function logged(mode: LogMode) {
  const lines: string[] = []
  return { lines, log: createLog(mode, { write: (line) => lines.push(line) }) }
}

describe("the log", () => {
  it("writes a line of JSON in production", () => {
    const { lines, log } = logged("production")
    log.info({ handler: "add" }, "Handler ended")
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      level: 30,
      handler: "add",
      msg: "Handler ended",
      time: expect.stringMatching(/^\d{4}-/),
    })
  })

  it("writes a readable line in development, and the stack of an error below", () => {
    const { lines, log } = logged("development")
    log.warn({ handler: "add", took: 3 }, "Handler was slow")
    log.error({ err: new Error("broken") }, "Handler failed")
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d warn {2}Handler was slow handler=add took=3\n$/)
    expect(lines[1]).toMatch(/^\d\d:\d\d:\d\d error Handler failed\nError: broken\n {4}at /)
  })

  it("refuses a level that there is not", () => {
    vi.stubEnv("LOG_LEVEL", "loud")
    expect(() => logged("production")).toThrow('LOG_LEVEL expected debug, info, warn, error or silent, got "loud".')
    vi.unstubAllEnvs()
  })

  it("writes nothing below a warning in tests", () => {
    const { lines, log } = logged("test")
    log.info("started")
    log.warn("odd")
    expect(lines).toHaveLength(1)
  })

  it.each<LogMode>(["development", "production"])("takes whatever was thrown in %s", (mode) => {
    const { lines, log } = logged(mode)
    const nothing: unknown = Object.create(null)
    const failed = Object.assign(new Error("not found"), { response: new Response("form=hunter2", { status: 404 }) })
    const circular = new Error("round")
    circular.cause = circular
    for (const err of ["a text", undefined, null, 7, new Response("x"), nothing, failed, circular]) log.error({ err }, "failed")
    expect(lines).toHaveLength(8)
    expect(lines[0]).toContain("a text")
    expect(lines[4]).toContain("an object of Response")
    expect(lines[6]).toContain("Error: not found")
    expect(lines.join("")).not.toContain("hunter2")
  })

  it("tells what caused an error", () => {
    const { lines, log } = logged("development")
    log.error({ err: new Error("not saved", { cause: new Error("disk full") }) }, "failed")
    expect(lines[0]).toMatch(/Error: not saved\n[\s\S]*caused by: Error: disk full/)
  })

  it.each<LogMode>(["development", "production"])("never shows form values, data, tokens, cookies or secrets in %s", (mode) => {
    const { lines, log } = logged(mode)
    const secret = "hunter2"
    log.info({ form: { password: secret }, data: secret, token: secret, session: { id: secret } }, "a")
    log.info({ event: { form: secret, data: { a: secret } } }, "b")
    log.info({ request: { headers: { cookie: secret, authorization: secret } } }, "c")
    log.info({ socket: { auth: { token: secret } }, headers: { cookie: secret, "x-liveview-room": secret } }, "d")
    log.child({ token: secret }).info("e")
    expect(lines.join("")).not.toContain(secret)
    expect(lines).toHaveLength(5)
  })
})
