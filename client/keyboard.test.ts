// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest"

import { listenToInputs } from "./early.ts"
import { watchKeys } from "./keyboard.ts"

const called: string[] = []
const { look } = watchKeys({ run: ({ trigger }, binding) => void called.push(`${binding.function} by ${trigger}`) }, listenToInputs())

beforeEach(() => {
  called.length = 0
})

function show(keys: Record<string, unknown>, body = `<input><textarea></textarea><input type="checkbox"><p></p>`): void {
  document.body.innerHTML = `<section data-liveview-keyboard-map='${JSON.stringify(keys)}'>${body}</section>`
  look([document.body])
}

/** Presses a key; tells whether the page had kept the browser from it. */
function press(key: string, options: KeyboardEventInit = {}, on = "p"): boolean {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...options })
  document.querySelector(on)?.dispatchEvent(event)
  return event.defaultPrevented
}

describe("a key map", () => {
  it.each<[name: string, key: string, options?: KeyboardEventInit]>([
    ["esc", "Escape"],
    ["space", " "],
    ["up", "ArrowUp"],
    ["page_down", "PageDown"],
    ["enter", "Enter"],
    ["a", "a"],
    ["shift+a", "A", { shiftKey: true }],
    ["?", "?", { shiftKey: true }],
    ["shift+?", "?", { shiftKey: true }],
    ["+", "+"],
    ["ctrl+s", "s", { ctrlKey: true }],
    ["ctrl+shift+p", "P", { ctrlKey: true, shiftKey: true }],
    ["shift+ctrl+p", "P", { ctrlKey: true, shiftKey: true }],
    ["meta+k", "k", { metaKey: true }],
    ["Ctrl+Alt+Delete", "Delete", { ctrlKey: true, altKey: true }],
    ["ctrl++", "+", { ctrlKey: true }],
  ])("hears %s, and keeps the browser from it", (name, key, options) => {
    show({ [name]: "handler" })
    expect(press(key, options)).toBe(true)
    expect(called).toEqual([`handler by key:${name}`])
  })

  it("hears nothing but the exact combination, and leaves the rest to the browser", () => {
    show({ s: "save", "ctrl+p": "print" })
    expect([
      press("s", { ctrlKey: true }),
      press("S", { shiftKey: true }),
      press("P", { ctrlKey: true, shiftKey: true }),
      press("x"),
    ]).toEqual([false, false, false, false])
    expect(called).toEqual([])
  })

  it("does not hear a key that is held down", () => {
    show({ a: "handler" })
    press("a", { repeat: true })
    expect(called).toEqual([])
  })

  it("does not eat what is typed", () => {
    show({ a: "handler", space: "handler", enter: "handler", "?": "handler" })
    for (const field of ["input", "textarea"]) for (const key of ["a", " ", "?"]) expect(press(key, {}, field)).toBe(false)
    expect(press("Enter", {}, "textarea")).toBe(false)
    expect(called).toEqual([])
  })

  it("hears Escape, Enter and combinations also from a field, and every key from a checkbox", () => {
    show({ esc: "leave", enter: "go", "ctrl+s": "save", a: "tick" })
    press("Escape", {}, "textarea")
    press("Enter", {}, "input")
    press("s", { ctrlKey: true }, "textarea")
    press("a", {}, "[type=checkbox]")
    expect(called).toEqual(["leave by key:esc", "go by key:enter", "save by key:ctrl+s", "tick by key:a"])
  })

  it("does not hear what AltGr types", () => {
    show({ "ctrl+alt+q": "handler" })
    expect(press("q", { ctrlKey: true, altKey: true }, "input")).toBe(false)
    expect(called).toEqual([])
  })

  it("works on the body, where an inner map has not the key", () => {
    show({ a: "inner" })
    document.body.setAttribute("data-liveview-keyboard-map", `{"a":"outer","b":"outer"}`)
    press("a")
    press("b")
    document.body.removeAttribute("data-liveview-keyboard-map")
    expect(called).toEqual(["inner by key:a", "outer by key:b"])
  })

  it("is not heard any more when its element has left the page", () => {
    show({ a: "handler" })
    document.body.innerHTML = "<p></p>"
    press("a")
    expect(called).toEqual([])
  })

  it("says so where it is no JSON, and hears nothing", () => {
    const error = vi.spyOn(console, "error").mockImplementation(() => {})
    document.body.innerHTML = `<section data-liveview-keyboard-map="{a"><p></p></section>`
    expect(press("a")).toBe(false)
    expect(error).toHaveBeenCalled()
    error.mockRestore()
  })

  it("can take the focus by a click where its element could not", () => {
    show({ a: "handler" })
    expect(document.querySelector("section")?.getAttribute("tabindex")).toBe("-1")
  })
})
