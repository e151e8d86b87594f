// Runs in the browser: applies what the server of the peers sends, each in its own way.
// @ts-expect-error: without types
import { connectStreamSource } from "@hotwired/turbo"
import htmx from "htmx.org"
import { Idiomorph } from "idiomorph"
import morphdom from "morphdom"

import { phoenixPatch } from "./phoenix.mjs"

/** @type {Record<string, (html: string) => void>} */
const appliers = {
  innerHTML: (html) => {
    const element = fresh(html)
    const present = document.getElementById(element.id)
    if (present) present.innerHTML = element.innerHTML
  },
  idiomorph: (html) => {
    const element = fresh(html)
    const present = document.getElementById(element.id)
    if (present) Idiomorph.morph(present, element)
  },
  morphdom: (html) => {
    const element = fresh(html)
    const present = document.getElementById(element.id)
    if (present) morphdom(present, element)
  },
  phoenix: phoenixPatch,
}

const [, peer = ""] = location.pathname.split("/")
const address = `ws://${location.host}/${peer}${location.search}`

/** htmx's extension opens its own socket, from the markup; it looks for htmx in the window. */
if (peer === "htmx") {
  Object.assign(window, { htmx })
  // @ts-expect-error: without types
  await import("htmx-ext-ws")
  document.body.setAttribute("hx-ext", "ws")
  document.body.setAttribute("ws-connect", address)
  document.getElementById("change")?.setAttribute("ws-send", "")
  htmx.process(document.body)
} else open()

function open() {
  const socket = new WebSocket(address)
  const apply = appliers[peer]
  if (apply) socket.onmessage = ({ data }) => apply(data)
  else connectStreamSource(socket)
  document.getElementById("change")?.addEventListener("click", () => socket.send("change"))
}

/** @param {string} html @returns {Element} */
function fresh(html) {
  const template = document.createElement("template")
  template.innerHTML = html
  if (!template.content.firstElementChild) throw new Error(`Expected an element, got ${html.slice(0, 100)}`)
  return template.content.firstElementChild
}
