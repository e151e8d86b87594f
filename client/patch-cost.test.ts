// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from "vitest"

import { leave, livePage } from "./fixtures/live-page.ts"

afterEach(() => {
  vi.restoreAllMocks()
  leave()
})

/** What is looked for in the list, or in what it stands in, from now on. */
function searches(list: Element): () => unknown[] {
  const around: (Element | Document)[] = [document]
  for (let at: Element | null = list; at; at = at.parentElement) around.push(at)
  const spies = around.flatMap((node) => [
    vi.spyOn(node, "querySelector"),
    vi.spyOn(node, "querySelectorAll"),
    vi.spyOn(node, "getElementsByTagName"),
    vi.spyOn(node, "getElementsByClassName"),
  ])
  return () => spies.flatMap(({ mock }) => mock.calls.flat())
}

it("applies a change of one cell without looking for anything in the page, which may be long", async () => {
  const rows = Array.from({ length: 20 }, (_, index) => `<tr><td>${index}</td></tr>`).join("")
  const button = `<button data-liveview-function="change" data-action="click->page#run"></button>`
  const { click, find, reply } = await livePage(`${button}<table id="list"><tbody>${rows}</tbody></table>`)
  // The first time, what the page has is noted.
  click("button")
  reply([[0, "list", [0, 5, 0], "first"]])
  const cell = find("tr:nth-child(6)")
  const found = searches(find("#list"))
  click("button")
  reply([[0, "list", [0, 5, 0], "second"]])
  await vi.waitFor(() => expect(cell.textContent).toBe("second"))
  // By the test's own click.
  expect(found()).toEqual(["button"])
})
