import { controlsOf } from "./event-data.ts"
import { edited, moment } from "./fields.ts"
import { isEdited } from "./recover.ts"

export interface Dirty {
  /** The form was sent, and answered: only what was edited since the `moment()` is not saved. */
  saved(form: HTMLFormElement, since: number): void
  /** May the page be left? Asks where a form with unsaved changes wants it, once. */
  mayLeave(): Promise<boolean>
}

const mark = "data-liveview-dirty"
const question = "data-liveview-unsaved"

/** Marks forms that hold what was not saved. One with `data-liveview-unsaved="question"` asks before the page is left. */
export function createDirty(ask: (question: string) => boolean | Promise<boolean>): Dirty {
  const savedAt = new WeakMap<HTMLFormElement, number>()
  /** Those that are marked: nothing is looked for in the page. */
  const marked = new Set<HTMLFormElement>()

  function look(form: HTMLFormElement): void {
    const isDirty = form.isConnected && edited(form, savedAt.get(form) ?? 0).some(isEdited)
    if (isDirty !== form.hasAttribute(mark)) form.toggleAttribute(mark, isDirty)
    if (isDirty) marked.add(form)
    else marked.delete(form)
    // Only while there is something to lose: a page that listens to this is not kept for Back and Forward.
    if (guarded().length) addEventListener("beforeunload", hold)
    else removeEventListener("beforeunload", hold)
  }

  function saved(form: HTMLFormElement, since: number): void {
    savedAt.set(form, since)
    look(form)
  }

  function lookAgain(): void {
    for (const form of [...marked]) look(form)
  }

  function guarded(): HTMLFormElement[] {
    return [...marked].filter((form) => form.hasAttribute(question) && controlsOf(form).length)
  }

  // Somebody may have written before this was loaded.
  for (const form of document.querySelectorAll("form")) look(form)

  async function mayLeave(): Promise<boolean> {
    const [form] = guarded()
    const mayBeLost = !form || (await ask(form.getAttribute(question) ?? ""))
    if (mayBeLost) removeEventListener("beforeunload", hold)
    return mayBeLost
  }

  for (const type of ["input", "change"])
    document.addEventListener(type, ({ target }) => {
      const form = target instanceof Element && "form" in target ? target.form : null
      if (form instanceof HTMLFormElement) look(form)
    })
  // What the browser sends by itself is not lost.
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event
    if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return
    const method = submitter?.getAttribute("formmethod") ?? form.getAttribute("method")
    if (method !== "dialog") saved(form, moment())
  })
  // A form is reset after its event.
  document.addEventListener("reset", () => setTimeout(lookAgain))
  document.addEventListener("liveview:patch", lookAgain)
  return { saved, mayLeave }
}

function hold(event: Event): void {
  event.preventDefault()
}
