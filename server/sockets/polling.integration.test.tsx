import { io } from "socket.io-client"
import { expect, it } from "vitest"

import { handler } from "../events/handler.ts"
import { on } from "../events/on.ts"
import { page } from "../pages/page.ts"
import { EVENT, HEADS } from "../protocol.ts"
import { openRawPage } from "../testing/raw-page.ts"
import { openPage, testApp } from "../testing/index.ts"

const echo = handler("echo", ({ data }) => <p id="said">{String(data.text)}</p>)
const home = page("/", () => (
  <main id="main">
    <p id="said">nothing</p>
    <button type="button" {...on("click", echo, { text: "hello" })}>
      Say
    </button>
  </main>
))

it("answers events over long polling where the author allows it, and tells the page", async () => {
  const live = await testApp({ modules: { "components/home.tsx": { echo, home } }, transports: ["polling", "websocket"] })
  const { visitor, auth } = await openRawPage(live, "/")
  expect(await (await visitor.fetch(live.url)).text()).toContain("&quot;transports&quot;:[&quot;polling&quot;,&quot;websocket&quot;]")
  const extraHeaders = { cookie: await visitor.cookies.getCookieString(live.url), origin: live.url }
  const socket = io(live.url, { transports: ["polling"], reconnection: false, forceNew: true, auth, extraHeaders })
  await new Promise((resolve, reject) => socket.on(HEADS, resolve).on("connect_error", reject))
  expect(await socket.timeout(5_000).emitWithAck(EVENT, { n: 1, f: "echo", d: { text: "hello" }, t: "click" })).toEqual([
    [0, "said", [], "hello"],
  ])
  socket.disconnect()
  await live.close()
})

it("answers a page whose browser sends no Origin with the first request, as all of them do", async () => {
  const app = await testApp({ modules: { "components/home.tsx": { echo, home } }, transports: ["polling"] })
  const page = await openPage(app, "/")
  await page.click("Say")
  await page.settled()
  expect(page.text("#said")).toBe("hello")
  await app.close()
})
