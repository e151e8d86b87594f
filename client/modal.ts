import { sentClosed } from "./changes.ts"
import { focusMarked } from "./focus.ts"
import { baseOf } from "./foreign.ts"
import { isModal } from "./is-modal.ts"
import { remove } from "./insertion.ts"
import type { Page } from "./page.ts"
import { patching } from "./patch-actions.ts"

const modal = "dialog[data-liveview-modal]"

export interface Modals {
  /** Elements that came, or whose attributes were changed. */
  look(elements: Element[]): void
}

/**
 * A `<dialog data-liveview-modal>` is the browser's own modal as long as it is on the page: the rest is inert, Escape closes it, and the
 * focus goes back to what had it. One that is closed in the browser is taken off the page, so that it can come again.
 */
export function createModals({ undisturbed, identity, queue }: Pick<Page, "undisturbed" | "identity" | "queue">): Modals {
  /** What was shown, and whether the server itself says that it is open. */
  const shown = new WeakMap<HTMLDialogElement, boolean>()

  function look(elements: Element[]): void {
    for (const element of elements)
      for (const dialog of [element, ...element.querySelectorAll(modal)])
        if (dialog instanceof HTMLDialogElement && dialog.matches(modal) && dialog.isConnected) show(dialog)
  }

  /** Anew also where it was moved by taking it out, or the server has opened it again. */
  function show(dialog: HTMLDialogElement): void {
    if (isModal(dialog) || (shown.has(dialog) && !dialog.open)) return
    open(dialog)
  }

  function open(dialog: HTMLDialogElement): void {
    sentClosed.delete(dialog)
    shown.set(dialog, baseOf(dialog, "open") !== null)
    // Without script it is shown by its attribute.
    dialog.removeAttribute("open")
    dialog.showModal()
    focusMarked([dialog])
  }

  function closed(dialog: HTMLDialogElement): void {
    const isByServer = shown.get(dialog) && baseOf(dialog, "open") === null
    // When its own handlers have heard of it.
    if (!isByServer) dialog.addEventListener("close", () => takeOff(dialog), { once: true })
  }

  async function takeOff(dialog: HTMLDialogElement): Promise<void> {
    // Answers to what is under way were made for the page with the dialog.
    while (queue.isUnderWay()) await queue.settled()
    if (dialog.open || !dialog.isConnected) return
    // Meanwhile the server has sent it once more.
    if (sentClosed.has(dialog)) return open(dialog)
    identity.differs()
    undisturbed(() => patching({ source: "document" }, () => remove(dialog)))
  }

  document.addEventListener("close", ({ target }) => target instanceof HTMLDialogElement && shown.has(target) && closed(target), true)
  document.addEventListener("keydown", cycle)
  return { look }
}

/** At its ends, Tab goes on at the other end, and not to the browser's own controls. */
function cycle(event: KeyboardEvent): void {
  const dialog = [...document.querySelectorAll<HTMLDialogElement>(modal)].findLast(isModal)
  if (event.key !== "Tab" || !dialog || event.defaultPrevented) return
  const stops = [...dialog.querySelectorAll<HTMLElement>(tabbable)].filter((stop) => stop.tabIndex >= 0 && stop.checkVisibility())
  const [first, last] = event.shiftKey ? [stops.at(-1), stops[0]] : [stops[0], stops.at(-1)]
  const active = document.activeElement
  if (!first || (dialog.contains(active) && active !== last && active !== dialog)) return
  event.preventDefault()
  first.focus()
}

const tabbable =
  "a[href],button:not([disabled]),input:not([disabled]),select:not([disabled]),textarea:not([disabled]),summary,iframe,[tabindex],[contenteditable]"
