// @vitest-environment happy-dom
import { readFileSync } from "node:fs"
import { join } from "node:path"

import type { Application, Controller, ControllerConstructor } from "@hotwired/stimulus"
import { afterEach, describe, expect, it, vi } from "vitest"

import { write } from "./lean-source.ts"
import { leanStimulusSource } from "./lean-stimulus.ts"

const { file, source, facts } = leanStimulusSource
const code = readFileSync(join(import.meta.dirname, "../../node_modules", file), "utf8")

let application: Application | undefined

afterEach(() => {
  application?.stop()
  vi.restoreAllMocks()
})

describe("the lean Stimulus", () => {
  it("finds all that it leaves out", () => {
    const missing: string[] = []
    facts.reduce((rest, fact) => {
      const next = write(rest, fact)
      if (next === rest) missing.push(String(fact[0]))
      return next
    }, code)
    expect(missing).toEqual([])
    expect(/logDebugActivity|this\.guide|console\.warn/.test(source(code))).toBe(false)
  })

  it.each([
    ["as it is", code],
    ["lean", source(code)],
  ])("runs controllers with targets of both kinds, values, classes, outlets and actions: %s", async (_, text) => {
    vi.spyOn(console, "warn").mockImplementation(() => {})
    const told: unknown[] = []
    const module: Stimulus = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`)
    document.body.innerHTML = `
      <div data-controller="list" data-list-item-outlet=".item" data-list-open-class="is-open" data-list-count-value="1">
        <i data-list-target="name">new</i><i data-target="list.name">old</i>
        <button data-action="list#press"></button>
      </div>
      <p class="item" data-controller="item"></p>`
    application = module.Application.start()
    application.register("item", class extends module.Controller {})
    application.register("list", listController(module, told))
    await vi.waitFor(() => expect(told).toContain("outlet item"))
    document.querySelector("button")?.click()
    await vi.waitFor(() => expect(told).toContain("count 2"))
    expect(told.toSorted()).toEqual(["count 1", "count 2", "names new, old", "opens is-open", "outlet item", "own property mine"])
    application.register("list", class extends module.Controller {})
    expect(document.querySelector("[data-list-count-value]")?.getAttribute("data-list-count-value")).toBe("2")
  })
})

interface Stimulus {
  Application: typeof Application
  Controller: typeof Controller
}

function listController(module: Stimulus, told: unknown[]): ControllerConstructor {
  return class extends module.Controller {
    static override targets = ["name"]
    static override values = { count: Number }
    static classes = ["open"]
    static override outlets = ["item"]
    declare nameTargets: Element[]
    declare openClass: string
    declare countValue: number
    mine = "mine"

    override connect(): void {
      told.push(`names ${this.nameTargets.map(({ textContent }) => textContent).join(", ")}`, `opens ${this.openClass}`)
      told.push(`own property ${this.mine}`)
    }

    itemOutletConnected({ identifier }: Controller): void {
      told.push(`outlet ${identifier}`)
    }

    countValueChanged(count: number): void {
      told.push(`count ${count}`)
    }

    press(): void {
      this.countValue += 1
    }
  }
}
