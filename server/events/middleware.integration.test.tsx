import { afterEach, describe, expect, it } from "vitest"
import { z } from "zod"

import { refuse } from "../errors.ts"
import { page } from "../pages/page.ts"
import { openPage, testApp, type TestApp, type TestPage } from "../testing/index.ts"
import { handler } from "./handler.ts"
import type { Middleware } from "./middleware.ts"
import { on } from "./on.ts"

let calls: string[] = []
let isBroken = false
const work = handler("work", { data: z.object({ by: z.coerce.number() }) }, ({ data }) => {
  calls.push(`work ${typeof data.by}`)
  if (isBroken) throw new Error("broken")
  return <p id="result">{`worked by ${data.by}`}</p>
})
const start = page("/", () => (
  <main>
    <p id="result" />
    <p id="extra" />
    <form>
      <input name="password" value="hunter2" />
      <button type="button" {...on("click", work, { by: "2" })}>
        Work
      </button>
    </form>
  </main>
))

let live: TestApp
afterEach(async () => {
  isBroken = false
  await live.close()
})

/** What a click comes to behind these middlewares. */
async function behind(...middlewares: Middleware[]): Promise<TestPage> {
  calls = []
  live = await testApp({
    modules: { "components/work.tsx": { work, start } },
    printLog: false,
    setUp: (app) => {
      for (const middleware of middlewares) app.use(middleware)
    },
  })
  const opened = await openPage(live, "/")
  await opened.click("Work")
  await opened.settled()
  return opened
}

describe("middleware", () => {
  it("runs in the order in which it was added, around the handler and before validation", async () => {
    const note =
      (name: string): Middleware =>
      async ({ data }, next) => {
        calls.push(`${name} ${typeof data.by}`)
        const patches = await next()
        calls.push(`after ${name}`)
        return patches
      }
    const opened = await behind(note("one"), note("two"))
    expect(calls).toEqual(["one string", "two string", "work number", "after two", "after one"])
    expect(opened.text("#result")).toBe("worked by 2")
  })

  it("cancels the handler by not calling next, silently where it returns nothing", async () => {
    const opened = await behind(() => undefined)
    expect([calls, opened.text("#result"), opened.errors]).toEqual([[], "", []])
  })

  it("need not return what next gave", async () => {
    const opened = await behind(async (_context, next) => {
      await next()
    })
    expect(opened.text("#result")).toBe("worked by 2")
  })

  it("returns patches of its own beside the handler's", async () => {
    const opened = await behind(async (_context, next) => [await next(), <p id="extra">measured</p>])
    expect([opened.text("#result"), opened.text("#extra")]).toEqual(["worked by 2", "measured"])
  })

  it("returns patches in the handler's place", async () => {
    const opened = await behind(() => <p id="extra">not today</p>)
    expect([calls, opened.text("#extra")]).toEqual([[], "not today"])
  })

  it("says no in words that the visitor sees", async () => {
    const opened = await behind(() => {
      throw refuse("Come back tomorrow")
    })
    expect(opened.errors).toEqual([{ code: "refused", message: "Come back tomorrow", function: "work" }])
    expect(opened.text("#liveview-notices")).toContain("Come back tomorrow")
  })

  it("that fails is an error of the author's, whose log holds nothing of what was sent", async () => {
    const opened = await behind(() => {
      throw new Error("no database")
    })
    expect(opened.errors).toEqual([{ code: "handler_error", reference: expect.any(String), function: "work" }])
    expect(live.log.join("")).toContain("no database")
    expect(live.log.join("")).not.toContain("hunter2")
  })

  it("yields and sends what next gave, among patches of its own", async () => {
    const opened = await behind(
      async function* (_context, next) {
        yield [<p id="extra">begun</p>, await next()]
      },
      async ({ send }, next) => {
        await send([[await next()]])
        return []
      },
    )
    expect([opened.text("#result"), opened.text("#extra"), opened.errors]).toEqual(["worked by 2", "begun", []])
  })

  it("cannot send what next gave to others: it is for the page of the event", async () => {
    const opened = await behind(async ({ broadcast }, next) => broadcast(await next()))
    expect(opened.errors.map(({ code }) => code)).toEqual(["handler_error"])
    expect(live.log.join("")).toContain('broadcast() in Handler "work" (components/work.tsx) returned what next() gave, which is')
  })

  it("answers in the place of a handler that failed", async () => {
    isBroken = true
    const opened = await behind(async (_context, next) => {
      try {
        return await next()
      } catch {
        return <p id="extra">it is broken</p>
      }
    })
    expect([calls, opened.text("#extra"), opened.errors]).toEqual([["work number"], "it is broken", []])
    expect(live.log.join("")).toContain("Error: broken")
  })

  it.each<[string, Middleware]>([
    ["says nothing to it", async (_context, next) => void (await next().catch(() => undefined))],
    [
      "did not wait for it",
      (_context, next) => {
        void next()
        return <p id="extra">done</p>
      },
    ],
  ])("does not hide that a handler failed where it %s", async (_what, middleware) => {
    isBroken = true
    const opened = await behind(middleware)
    expect(opened.errors).toEqual([{ code: "handler_error", reference: expect.any(String), function: "work" }])
  })

  it("runs the handler once, however often it calls next", async () => {
    await behind(async (_context, next) => {
      await next()
      return next()
    })
    expect(calls).toEqual(["work number"])
  })
})
