// The page of rows by bare Express and preact-render-to-string: no session, no state, no socket.
import express from "express"
import { h } from "preact"
import { renderToString } from "preact-render-to-string"

const application = express().disable("x-powered-by").disable("etag")

application.get("/rows", ({ query }, response) => {
  const numbers = Array.from({ length: Number(query.rows) }, (_, number) => number)
  const body = h("body", { "data-controller": "page" }, h("table", { id: "list" }, h("tbody", null, numbers.map(row))))
  const document = h("html", { lang: "en" }, h("head", null, h("meta", { charset: "utf-8" }), h("title", null, "Rows")), body)
  response.type("html").send(`<!DOCTYPE html>${renderToString(document)}`)
})

const server = application.listen(0, "127.0.0.1", () => {
  const address = server.address()
  console.log(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`)
})

/** @param {number} number */
function row(number) {
  const button = h(
    "button",
    { type: "button", "data-action": "click->page#run", "data-liveview-function": "remove", "data-data-number": number },
    "Remove",
  )
  const cells = [number, `Person ${number}`, ["user", number, "@example.com"], "active", button]
  return h(
    "tr",
    { "data-key": number, class: "row" },
    cells.map((cell) => h("td", null, cell)),
  )
}
