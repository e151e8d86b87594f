import { createServer } from "node:http"
import { once } from "node:events"

import { attempt, authOf, visit } from "../stage/attack.ts"
import { startBrowser } from "../stage/browser.ts"
import { finding, type Row } from "../stage/row.ts"
import type { Stage } from "../stage/stage.ts"

/** Handshakes with a visitor's own cookie and token, from pages that are not ours. */
export const origins: Row = {
  promise: "foreign, null, look-alike and missing Origin, and a real page from elsewhere",
  target: "0 accepted",
  guard: { what: "the look at the Origin", in: "server", cuts: [[/isOwnHandshake\(request, this\.settings\.origins\)/, "true"]] },
  async run(stage) {
    const node = await stage.node()
    const loaded = await visit(node.url)
    const shared = { url: node.url, cookie: loaded.cookie, auth: authOf(loaded) }
    const accepted: string[] = []
    for (const origin of foreign(node.port)) {
      const { outcome, close } = await attempt({ ...shared, origin })
      close()
      if (outcome === "accepted") accepted.push(origin ?? "none")
    }
    const fromElsewhere = await realPage(stage, node.url, authOf(loaded), loaded.cookie)
    const own = await attempt({ ...shared, origin: node.url })
    own.close()
    return finding(
      `${accepted.length} of ${foreign(0).length} origins accepted; a page from elsewhere: ${fromElsewhere}; our own: ${own.outcome}`,
      {
        [`no origin but our own is accepted: ${accepted}`]: accepted.length === 0,
        "a real page from elsewhere is not accepted": fromElsewhere === "closed",
        "our own page is accepted": own.outcome === "accepted",
      },
    )
  },
}

function foreign(port: number): (string | undefined)[] {
  const host = `127.0.0.1:${port}`
  return [
    undefined,
    "",
    "null",
    "https://evil.example",
    `http://${host}.evil.example`,
    `http://evil.example/${host}`,
    `http://evil.example#${host}`,
    `http://evil.example?${host}`,
    `http://${host}@evil.example`,
    `http://user@${host}`,
    `http://${host}/`,
    `HTTP://${host}`,
    `http://127.0.0.1:${port + 1}`,
    "http://127.0.0.1",
    `http://localhost:${port}`,
    `http://[::1]:${port}`,
    `http://0x7f.1:${port}`,
    `http://2130706433:${port}`,
    `file://${host}`,
    `data:text/html,${host}`,
    `chrome-extension://${host}`,
    `ws://${host}`,
    `//${host}`,
    host,
    `http://${host},http://evil.example`,
    `http://evil.example http://${host}`,
  ]
}

/** A page of another site, in a browser that holds the visitor's cookie. */
async function realPage(stage: Stage, url: string, auth: object, cookie: string): Promise<string> {
  const elsewhere = createServer((_, response) => response.setHeader("content-type", "text/html").end("<title>elsewhere</title>")).listen(
    0,
    "127.0.0.1",
  )
  await once(elsewhere, "listening")
  stage.ending(elsewhere, async (server) => server.close())
  const address = elsewhere.address()
  const browser = await startBrowser(stage)
  const context = await browser.newContext()
  const [name = "", value = ""] = cookie.split("=", 2)
  await context.addCookies([{ name, value, url }])
  const page = await context.newPage()
  await page.goto(`http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/`)
  return page.evaluate(
    ([socketUrl, hello]) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(socketUrl ?? "")
        socket.onerror = socket.onclose = () => resolve("closed")
        socket.onmessage = ({ data }) => {
          if (String(data).startsWith("0")) socket.send(hello ?? "")
          if (String(data).startsWith("42")) resolve("accepted")
        }
      }),
    [`${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`, `40${JSON.stringify(auth)}`],
  )
}
