import { h, render } from "preact"

import { touchedBy } from "./entry.ts"
import { isolate } from "./isolation.ts"
import type { Journal } from "./journal.ts"
import type { Line } from "./line.ts"
import { looks } from "./looks.ts"
import { createOutlines } from "./outlines.ts"
import { Panel } from "./panel.tsx"
import { keepSettings, type Settings, usual } from "./settings.ts"

export interface View {
  /** Shows, with the next frame, what has changed. */
  changed(): void
}

/** The button in the corner and the panel it opens, in a shadow root beside the page's own head and body, which no patch reaches. */
export function createView({ settings, line, journal }: { settings: Settings; line: Line; journal: Journal }): View {
  const host = document.createElement("livetsx-timeline")
  const root = host.attachShadow({ mode: "open" })
  const [box, layer] = [document.createElement("div"), document.createElement("div")]
  const outlines = createOutlines(layer)
  const expanded = new Set<number>()
  let resets = 0
  let isDue = false
  /** The person is at the panel, not at the page: Escape is meant for it. */
  let isAttended = false

  const commands: Record<string, (button: HTMLElement) => void> = {
    toggle: () => open(!settings.open),
    close: () => open(false),
    clear: () => journal.clear(),
    cut: () => line.cut(),
    loseReply: () => line.loseReply(),
    reset: () => {
      const { latency, jitter, speed, offline } = usual
      line.set({ latency, jitter, speed, offline })
      if (line.losesReply) line.loseReply()
      resets++
    },
    entry: (button) => {
      const id = Number(button.dataset.entry)
      if (!expanded.delete(id)) expanded.add(id)
      scrollToward(elementsOf(button)[0])
    },
    element: (button) => scrollToward(elementsOf(button)[0]),
  }

  const fields: Record<string, (field: HTMLInputElement | HTMLSelectElement) => void> = {
    latency: ({ value }) => line.set({ latency: positive(value) }),
    jitter: ({ value }) => line.set({ jitter: positive(value) }),
    speed: ({ value }) => line.set({ speed: positive(value) }),
    offline: (field) => line.set({ offline: field instanceof HTMLInputElement && field.checked }),
  }

  const listeners: Record<string, (event: Event, element: Element) => void> = {
    click: (_event, element) => {
      const button = element.closest<HTMLElement>("[data-command]")
      if (button) commands[button.dataset.command ?? ""]?.(button)
      keep()
    },
    input: (_event, element) => {
      if (element instanceof HTMLInputElement || element instanceof HTMLSelectElement) fields[element.name]?.(element)
      keep()
    },
    keydown: (event, element) => {
      if (event instanceof KeyboardEvent) pressed(event, element)
    },
    // The page keeps its focus, and what depends on it, while buttons are pressed here.
    mousedown: (event, element) => {
      if (!element.closest("input, select, label, .detail")) event.preventDefault()
    },
    pointerdown: () => attend(true),
    pointerover: (_event, element) => outlines.show(elementsOf(element)),
    focusin: (_event, element) => {
      attend(true)
      outlines.show(elementsOf(element))
    },
  }

  function open(isOpen: boolean): void {
    const hadFocus = root.activeElement !== null
    settings.open = isOpen
    outlines.show([])
    if (hadFocus && !isOpen) root.querySelector<HTMLElement>(".launcher")?.focus()
    keep()
  }

  function pressed(event: KeyboardEvent, element: Element): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === "Escape" && settings.open) {
      event.preventDefault()
      open(false)
    }
    if (!step || !element.matches(".entry")) return
    event.preventDefault()
    const entries = [...root.querySelectorAll(".entry")]
    const next = entries[entries.indexOf(element) + step]
    if (next instanceof HTMLElement) next.focus()
  }

  /** What an entry has touched, or the one element that is named. */
  function elementsOf(element: Element): Element[] {
    const { entry: id, element: index } = element.closest<HTMLElement>("[data-entry]")?.dataset ?? {}
    const entry = journal.entries.find((one) => String(one.id) === id)
    const touched = entry ? touchedBy(entry) : []
    return index === undefined ? touched : touched.slice(Number(index), Number(index) + 1)
  }

  /** To where the panel does not cover it. */
  function scrollToward(element: Element | undefined): void {
    element?.scrollIntoView({ block: "center", behavior: "instant" })
    const { top = 0, bottom = 0 } = element?.getBoundingClientRect() ?? {}
    const free = root.querySelector(".panel")?.getBoundingClientRect().top ?? innerHeight
    if (bottom > free) scrollBy({ top: (top + bottom - free) / 2, behavior: "instant" })
  }

  function attend(isHere: boolean): void {
    isAttended = isHere
    if (!isHere) outlines.show([])
  }

  function keep(): void {
    keepSettings(settings)
    changed()
  }

  function changed(): void {
    if (isDue) return
    isDue = true
    requestAnimationFrame(show)
  }

  function show(): void {
    isDue = false
    const { entries } = journal
    const shown = { open: settings.open, conditions: line.conditions, losesReply: line.losesReply, entries, expanded, resets }
    render(h(Panel, shown), box)
  }

  const sheet = new CSSStyleSheet()
  sheet.replaceSync(looks)
  root.adoptedStyleSheets = [sheet]
  layer.className = "outlines"
  layer.ariaHidden = "true"
  root.append(layer, box)
  document.documentElement.append(host)
  isolate(host, (event) => {
    const [element] = event.composedPath()
    if (element instanceof Element) listeners[event.type]?.(event, element)
  })
  // These have not begun in the panel.
  addEventListener("pointerdown", () => attend(false), true)
  addEventListener("focusin", () => attend(false), true)
  addEventListener("pointerover", () => outlines.show([]), true)
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !isAttended || !settings.open) return
      event.preventDefault()
      event.stopImmediatePropagation()
      open(false)
    },
    true,
  )
  show()
  return { changed }
}

function positive(text: string): number {
  return Math.max(0, Number(text) || 0)
}
