// @vitest-environment jsdom
import { expect, it } from "vitest"

import { nameOf, watchTouched } from "./touched.ts"

function touchedBy(change: (list: Element) => void): string[] {
  document.body.innerHTML = `<ul id="list"><li class="row first">One</li><li>Two</li></ul><p id="note">Note</p>`
  const touched = watchTouched()
  const list = document.querySelector("#list")
  if (list) change(list)
  return touched().map(nameOf)
}

function row(text: string): Element {
  const item = document.createElement("li")
  item.append(document.createElement("b"), text)
  return item
}

it("names what came, and not what is in it", () => {
  expect(touchedBy((list) => list.append(row("Three")))).toEqual(["li"])
})

it("names what came in the place of something else, and not where that was", () => {
  expect(touchedBy((list) => list.firstElementChild?.replaceWith(row("Other")))).toEqual(["li"])
  expect(
    touchedBy((list) => {
      list.append(row("Other"))
      list.firstElementChild?.remove()
    }),
  ).toEqual(["li"])
})

it("names the element whose text or attribute is another, and what something has gone from", () => {
  const change = (list: Element) => {
    const [one, two] = list.children
    if (one?.firstChild) one.firstChild.nodeValue = "1"
    if (two) two.textContent = "2"
    document.querySelector("#note")?.setAttribute("title", "Note")
  }
  expect(touchedBy(change)).toEqual(["li.row.first", "li", "p#note"])
  expect(touchedBy((list) => list.lastElementChild?.remove())).toEqual(["ul#list"])
})

it("names nothing that has left the page again, and no more than fifty", () => {
  expect(
    touchedBy((list) => {
      list.append(row("Three"))
      list.remove()
    }),
  ).toEqual(["body"])
  expect(touchedBy((list) => list.append(...Array.from({ length: 60 }, () => row("Row"))))).toHaveLength(50)
})
