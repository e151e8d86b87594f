import { touchedBy } from "./entry.ts"
import type { Journal } from "./journal.ts"
import type { Line } from "./line.ts"
import { createOutlines } from "./outlines.ts"
import { keepSettings, type Settings, usual } from "./settings.ts"

export interface Controls {
  readonly expanded: ReadonlySet<number>
  /** Counts how often the fields of the line were put back. */
  readonly resets: number
  /** An event that began in the panel, and where. */
  heard(event: Event, element: Element): void
}

export interface ControlsOptions {
  settings: Settings
  line: Line
  journal: Journal
  root: ShadowRoot
  /** For the outlines. */
  layer: HTMLElement
  changed(): void
}

/** What pressing, pointing and typing in the panel does. */
export function createControls({ settings, line, journal, root, layer, changed }: ControlsOptions): Controls {
  const outlines = createOutlines(layer)
  const expanded = new Set<number>()
  /** The person is at the panel, not at the page: Escape is meant for it. */
  let isAttended = false

  const commands: Record<string, (button: HTMLElement) => void> = {
    toggle: () => open(!settings.open),
    close: () => open(false),
    move: () => {
      settings.atTop = !settings.atTop
    },
    clear: journal.clear,
    cut: line.cut,
    loseReply: line.loseReply,
    reset,
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

  function reset(): void {
    const { latency, jitter, speed, offline } = usual
    line.set({ latency, jitter, speed, offline })
    if (line.losesReply) line.loseReply()
    own.resets++
  }

  function pressed(event: KeyboardEvent, element: Element): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === "Escape") leave(event)
    if (!step || !element.matches(".entry")) return
    event.preventDefault()
    const entries = [...root.querySelectorAll(".entry")]
    const next = entries[entries.indexOf(element) + step]
    if (next instanceof HTMLElement) next.focus()
  }

  function leave(event: KeyboardEvent): void {
    if (!settings.open || !isAttended) return
    event.preventDefault()
    event.stopImmediatePropagation()
    open(false)
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
    const box = element?.getBoundingClientRect()
    const panel = root.querySelector(".panel")?.getBoundingClientRect()
    if (!box || !panel || box.bottom < panel.top || box.top > panel.bottom) return
    const [from, to] = settings.atTop ? [panel.bottom, innerHeight] : [0, panel.top]
    scrollBy({ top: (box.top + box.bottom - from - to) / 2, behavior: "instant" })
  }

  function attend(isHere: boolean): void {
    isAttended = isHere
    if (!isHere) outlines.show([])
  }

  function keep(): void {
    keepSettings(settings)
    changed()
  }

  // What has begun in the panel does not come here: see isolate().
  addEventListener("pointerdown", () => attend(false), true)
  addEventListener("focusin", () => attend(false), true)
  addEventListener("pointerover", () => outlines.show([]), true)
  addEventListener("keydown", (event) => event.key === "Escape" && leave(event), true)

  const own = { expanded, resets: 0, heard: (event: Event, element: Element) => listeners[event.type]?.(event, element) }
  return own
}

function positive(text: string): number {
  return Math.max(0, Number(text) || 0)
}
