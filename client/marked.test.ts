// @vitest-environment happy-dom
import { expect, it } from "vitest"

import { marked } from "./marked.ts"

const ids = () => marked("data-liveview-overwrite").map(({ id }) => id)

it("knows the elements that were there, came, got the attribute or lost it, as soon as that has happened", () => {
  document.body.innerHTML = `<input id="first" data-liveview-overwrite><p id="other"></p>`
  expect(ids()).toEqual(["first"])
  document.body.insertAdjacentHTML("beforeend", `<div><input id="second" data-liveview-overwrite></div><hr data-liveview-away="close">`)
  document.getElementById("other")?.setAttribute("data-liveview-overwrite", "")
  expect(ids().toSorted()).toEqual(["first", "other", "second"])
  document.getElementById("first")?.remove()
  document.getElementById("other")?.removeAttribute("data-liveview-overwrite")
  expect(ids()).toEqual(["second"])
  expect(marked("data-liveview-away").map(({ localName }) => localName)).toEqual(["hr"])
})

it("knows an element again that was away for a while", () => {
  document.body.innerHTML = `<p><input id="moved" data-liveview-overwrite></p>`
  const paragraph = document.querySelector("p")
  expect(ids()).toEqual(["moved"])
  paragraph?.remove()
  expect(ids()).toEqual([])
  if (paragraph) document.body.append(paragraph)
  expect(ids()).toEqual(["moved"])
})
