import type { BrowserWindow } from "./browser-window.ts"
import type { TextControl } from "./control.ts"

/** Keys that are held while something is clicked. */
export interface Modifiers {
  ctrlKey?: boolean
  metaKey?: boolean
  shiftKey?: boolean
  altKey?: boolean
}

/** What a person does with the mouse and the keyboard, as the events that a browser makes of it. */
export class Person {
  readonly #window: BrowserWindow
  /** The value that a field had when it got the focus: left with another, it has changed. */
  #before: { control: TextControl; value: string } | undefined

  constructor(window: BrowserWindow) {
    this.#window = window
    window.document.addEventListener("focusin", ({ target }) => {
      const control = isText(target) ? target : undefined
      this.#before = control && { control, value: control.value }
    })
  }

  click(element: HTMLElement, modifiers: Modifiers = {}): void {
    const { PointerEvent, MouseEvent } = this.#window
    const common = { bubbles: true, cancelable: true, composed: true, button: 0, ...modifiers }
    element.dispatchEvent(new PointerEvent("pointerdown", common))
    if (element.dispatchEvent(new MouseEvent("mousedown", { ...common, detail: 1 }))) this.#focusNear(element)
    element.dispatchEvent(new PointerEvent("pointerup", common))
    element.dispatchEvent(new MouseEvent("mouseup", { ...common, detail: 1 }))
    element.dispatchEvent(new PointerEvent("click", { ...common, detail: 1 }))
  }

  /** A click gives the focus to what can have it, and takes it from everything else. */
  #focusNear(element: HTMLElement): void {
    const near = element.closest<HTMLElement>(focusable)
    if (near) this.focus(near)
    else this.blur()
  }

  focus(element: HTMLElement): void {
    if (this.#window.document.activeElement === element) return
    this.#change()
    element.focus()
  }

  blur(): void {
    this.#change()
    const { activeElement, body } = this.#window.document
    if (activeElement && activeElement !== body && "blur" in activeElement && typeof activeElement.blur === "function") activeElement.blur()
  }

  /** A field that is left tells what has become of it. */
  #change(): void {
    const before = this.#before
    if (!before || before.control !== this.#window.document.activeElement || before.control.value === before.value) return
    before.value = before.control.value
    before.control.dispatchEvent(new this.#window.Event("change", { bubbles: true }))
  }

  /** Puts a text in the place of what the field holds, in one go, as by pasting. */
  fill(control: TextControl, text: string): void {
    this.focus(control)
    control.value = text
    this.#input(control, "insertFromPaste", text)
  }

  /** Types at the end of the field, key by key. */
  type(control: TextControl, text: string): void {
    this.focus(control)
    for (const character of text) {
      if (!this.#key(control, "keydown", character)) continue
      control.value += character
      this.#input(control, "insertText", character)
      this.#key(control, "keyup", character)
    }
  }

  #input(control: TextControl, inputType: string, data: string): void {
    control.dispatchEvent(new this.#window.InputEvent("input", { bubbles: true, composed: true, inputType, data }))
  }

  choose(select: HTMLSelectElement, values: string[]): void {
    this.focus(select)
    for (const option of select.options) option.selected = values.includes(option.value)
    for (const type of ["input", "change"]) select.dispatchEvent(new this.#window.Event(type, { bubbles: true }))
  }

  /** Presses a key such as "Enter", "a" or "ctrl+s", with what a browser does then by itself. */
  press(combination: string): void {
    const { document } = this.#window
    const target = document.activeElement ?? document.body
    const { key, modifiers } = keyOf(combination)
    if (this.#key(target, "keydown", key, modifiers)) this.#perform(target, key, modifiers)
    this.#key(document.activeElement ?? document.body, "keyup", key, modifiers)
  }

  #key(target: Element, type: string, key: string, modifiers: Modifiers = {}): boolean {
    return target.dispatchEvent(
      new this.#window.KeyboardEvent(type, { key, bubbles: true, cancelable: true, composed: true, ...modifiers }),
    )
  }

  #perform(target: Element, key: string, modifiers: Modifiers): void {
    if (key === "Tab") this.#tab(modifiers.shiftKey ? -1 : 1)
    else if (key === "Escape") this.#cancel()
    else if (!modifiers.ctrlKey && !modifiers.metaKey && !modifiers.altKey) this.#type(target, key)
  }

  #type(target: Element, key: string): void {
    if (key === "Enter" && target.matches("input:not([type=checkbox],[type=radio],[type=button],[type=submit],[type=reset])"))
      this.#submitFrom(target)
    else if (
      (key === "Enter" && target.matches("button,a[href],summary,input")) ||
      (key === " " && target.matches("button,summary,input[type=checkbox]"))
    )
      this.click(asHtml(target))
    else if (key.length === 1 && isText(target)) this.#write(target, key)
  }

  #write(control: TextControl, text: string): void {
    control.value += text
    this.#input(control, "insertText", text)
  }

  /** Enter in a field presses the form's first submit button; a form without one is sent by itself. */
  #submitFrom(target: Element): void {
    const form = target.closest("form")
    if (isText(target)) this.#change()
    const button = [...(form?.elements ?? [])].find((control) =>
      control.matches("button:not([type=button],[type=reset]),input[type=submit],input[type=image]"),
    )
    if (button) asHtml(button).click()
    else form?.requestSubmit()
  }

  #cancel(): void {
    const dialogs = [...this.#window.document.querySelectorAll("dialog")].filter(({ open }) => open)
    const last = dialogs.at(-1)
    if (last?.dispatchEvent(new this.#window.Event("cancel", { cancelable: true }))) last.close()
  }

  #tab(by: number): void {
    const { document } = this.#window
    const all = [...document.querySelectorAll<HTMLElement>(focusable)].filter(
      (element) => element.tabIndex >= 0 && !element.matches(":disabled,[hidden] *"),
    )
    const index = document.activeElement ? all.indexOf(asHtml(document.activeElement)) : -1
    const next = all[(index + by + all.length) % all.length]
    if (next) this.focus(next)
  }
}

const focusable =
  "a[href],area[href],button:enabled,input:enabled:not([type=hidden]),select:enabled,textarea:enabled,summary,[tabindex],[contenteditable]"

/** By what it has, since each window has classes of its own. */
function isText(target: unknown): target is TextControl {
  return (
    typeof target === "object" && target !== null && "matches" in target && "value" in target && asHtml(target).matches("input,textarea")
  )
}

/** Pages of tests hold HTML. */
function asHtml(element: object): HTMLElement {
  return element as HTMLElement
}

const names: Record<string, string> = {
  esc: "Escape",
  escape: "Escape",
  enter: "Enter",
  tab: "Tab",
  space: " ",
  up: "ArrowUp",
  down: "ArrowDown",
  left: "ArrowLeft",
  right: "ArrowRight",
}
const held: Record<string, keyof Modifiers> = {
  ctrl: "ctrlKey",
  control: "ctrlKey",
  meta: "metaKey",
  cmd: "metaKey",
  shift: "shiftKey",
  alt: "altKey",
}

function keyOf(combination: string): { key: string; modifiers: Modifiers } {
  const parts = combination.split(/\+(?!$)/)
  const last = parts.pop() ?? ""
  const modifiers: Modifiers = {}
  for (const part of parts) {
    const modifier = held[part.toLowerCase()]
    if (!modifier)
      throw new Error(
        `press(${JSON.stringify(combination)}) expected ${Object.keys(held).join(", ")} before a key, got ${JSON.stringify(part)}.`,
      )
    modifiers[modifier] = true
  }
  return { key: names[last.toLowerCase()] ?? last, modifiers }
}
