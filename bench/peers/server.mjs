// Serves the page of rows to the peers and answers each in its own way: with the changed row, or with the whole list.
import { readFileSync } from "node:fs"
import { createServer } from "node:http"

import { WebSocketServer } from "ws"

const script = readFileSync(process.argv[2] ?? "")

/** @type {Record<string, (rows: Rows) => string>} */
const answers = {
  htmx: (rows) => rows.changed.replace("<tr ", '<tr hx-swap-oob="true" '),
  turbo: (rows) => `<turbo-stream action="replace" target="${rows.id}"><template>${rows.changed}</template></turbo-stream>`,
  "turbo-morph": (rows) => `<turbo-stream action="replace" method="morph" target="list"><template>${rows.list}</template></turbo-stream>`,
  phoenix: (rows) => `<div>${page(rows)}</div>`,
}

class Rows {
  changes = 0

  /** @param {number} count */
  constructor(count) {
    this.count = count
    this.middle = count >> 1
    this.id = `row-${this.middle}`
  }

  get changed() {
    return this.#row(this.middle)
  }

  get clicks() {
    return `<p id="clicks"><output>${this.changes}</output></p>`
  }

  get list() {
    const rows = Array.from({ length: this.count }, (_, number) => this.#row(number))
    return `<table id="list"><tbody>${rows.join("")}</tbody></table>`
  }

  /** @param {number} number */
  #row(number) {
    const name = number === this.middle && this.changes ? `Changed ${this.changes}` : `Person ${number}`
    return `<tr id="row-${number}" class="row"><td>${number}</td><td>${name}</td><td>user${number}@example.com</td><td>active</td><td><button type="button" data-action="click->page#run" data-liveview-function="remove" data-data-number="${number}">Remove</button></td></tr>`
  }
}

/** @param {Rows} rows */
function page(rows) {
  return `${rows.clicks}<button type="button" id="change">Change</button>${rows.list}`
}

/** @param {string | undefined} url */
function asked(url) {
  const { pathname, searchParams } = new URL(url ?? "/", "http://localhost")
  return { peer: pathname.slice(1), rows: new Rows(Number(searchParams.get("rows"))), part: partOf(searchParams) }
}

/** @param {URLSearchParams} query @returns {"list" | "clicks" | "changed"} */
function partOf(query) {
  return query.has("list") ? "list" : query.has("counter") ? "clicks" : "changed"
}

const http = createServer(({ url }, response) => {
  if (url === "/client.js") return response.setHeader("Content-Type", "text/javascript").end(script)
  const { rows } = asked(url)
  response
    .setHeader("Content-Type", "text/html")
    .end(`<!DOCTYPE html><html><body><div id="view">${page(rows)}</div><script type="module" src="/client.js"></script></body></html>`)
})

new WebSocketServer({ server: http, perMessageDeflate: false }).on("connection", (socket, { url }) => {
  const { peer, rows, part } = asked(url)
  socket.on("message", () => {
    rows.changes += 1
    socket.send(answers[peer]?.(rows) ?? rows[part])
  })
})

http.listen(0, "127.0.0.1", () => {
  const address = http.address()
  console.log(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`)
})
