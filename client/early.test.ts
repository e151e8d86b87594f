// @vitest-environment happy-dom
import { afterEach, expect, it } from "vitest"

import { listenEarly, listenToInputs } from "./early.ts"
import { trackListeners } from "./fixtures/listeners.ts"

let unlisten = trackListeners(document)
afterEach(() => {
  unlisten()
  unlisten = trackListeners(document)
})

function press(key: string, on: Element = document.body): void {
  on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }))
}

it("tells who comes later what it has missed, once, in order, and then what happens", () => {
  const early = listenEarly("keydown", () => true)
  const heard: string[] = []
  press("a")
  press("b")
  early(({ key }, path) => heard.push(`${key} ${path.includes(document.body)}`))
  press("c")
  expect(heard).toEqual(["a true", "b true", "c true"])
})

it("keeps only keys that were pressed inside of a key map", () => {
  document.body.innerHTML = `<p data-liveview-keyboard-map="{}"><b></b></p><i></i>`
  const { keys } = listenToInputs()
  for (const element of document.querySelectorAll("b,i")) press(element.localName, element)
  const heard: string[] = []
  keys(({ key }) => heard.push(key))
  expect(heard).toEqual(["b"])
})

it("keeps clicks only where an element wants to know of those outside of it", () => {
  const heard: string[] = []
  document.body.innerHTML = `<b></b>`
  const { clicks } = listenToInputs()
  document.querySelector("b")?.click()
  document.body.insertAdjacentHTML("beforeend", `<p data-liveview-away="close"></p>`)
  document.querySelector("b")?.click()
  clicks(() => heard.push("click"))
  expect(heard).toEqual(["click"])
})
