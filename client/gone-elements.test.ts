// @vitest-environment happy-dom
import { Application, Controller } from "@hotwired/stimulus"
import { beforeEach, expect, it, vi } from "vitest"

import { forgetGoneElements } from "./gone-elements.ts"

/** What Stimulus has listeners on. */
let held: () => EventTarget[]
const heard: string[] = []

class Page extends Controller {
  run({ type }: Event) {
    heard.push(type)
  }
}

beforeEach(async () => {
  heard.length = 0
  document.body.innerHTML = ""
  document.body.setAttribute("data-controller", "page")
  const application = new Application(document.body)
  forgetGoneElements(application)
  application.register("page", Page)
  await application.start()
  held = () => application.dispatcher.eventListeners.map(({ eventTarget }) => eventTarget)
  return () => application.stop()
})

async function added(markup: string): Promise<Element> {
  document.body.insertAdjacentHTML("beforeend", markup)
  const element = document.body.lastElementChild
  if (!element) throw new Error(`Nothing was made of ${markup}`)
  await vi.waitFor(() => expect(held()).toContain(element))
  return element
}

it("lets go of an element that has left the page, while the controller that it called stays", async () => {
  const row = await added(`<button data-action="click->page#run blur->page#run"></button>`)
  row.remove()
  await vi.waitFor(() => expect(held()).toEqual([]))
})

it("hears an element that comes back, once", async () => {
  const row = await added(`<button data-action="click->page#run"></button>`)
  row.remove()
  await vi.waitFor(() => expect(held()).toEqual([]))
  document.body.append(row)
  await vi.waitFor(() => expect(held()).toEqual([row]))
  row.dispatchEvent(new Event("click"))
  expect(heard).toEqual(["click"])
})

it("keeps what is heard once for one that stays, where its actions change their order", async () => {
  const row = await added(`<button data-action="click->page#run:once"></button>`)
  row.dispatchEvent(new Event("click"))
  row.setAttribute("data-action", "blur->page#run click->page#run:once")
  await vi.waitFor(() => expect(held()).toEqual([row, row]))
  row.dispatchEvent(new Event("click"))
  expect(heard).toEqual(["click"])
})
