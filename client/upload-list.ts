import { dispatch } from "./dom-events.ts"
import { formOf } from "./event-data.ts"
import { fieldOf } from "./upload-inputs.ts"
import { type Say, sizeText } from "./upload-texts.ts"

/** A file of a control, and how far it is. */
export interface Entry {
  readonly input: HTMLInputElement
  readonly file: File
  state: "waiting" | "sending" | "done" | "refused"
  loaded: number
  /** Why it was refused, or what it waits for. */
  message: string
}

interface Row {
  item: HTMLLIElement
  progress: HTMLProgressElement
  status: HTMLElement
  button: HTMLButtonElement
  picture?: string
}

let made = 0

/** The files beside their controls: name, size, picture, progress, what is wrong, and a button to be rid of them. */
export function createUploadList(say: Say, remove: (entry: Entry) => void) {
  const rows = new Map<Entry, Row>()
  const lists = new WeakMap<HTMLInputElement, HTMLElement>()

  /** Makes the list of a control show these. */
  function show(input: HTMLInputElement, entries: Entry[]): void {
    for (const [entry, row] of rows) if (entry.input === input && !entries.includes(entry)) drop(entry, row)
    if (entries.length)
      arrange(
        place(input),
        entries.map((entry) => rowOf(entry).item),
      )
    else takeAway(input)
    const isRefused = entries.some(({ state }) => state === "refused")
    mark(input, isRefused)
    for (const entry of entries) update(entry)
  }

  function update(entry: Entry): void {
    const row = rows.get(entry)
    if (!row) return
    const { state, loaded, file, message } = entry
    const isOver = state === "done" || state === "refused"
    row.item.dataset.state = state
    row.progress.value = file.size ? loaded / file.size : Number(state === "done")
    row.progress.hidden = isOver
    const text = state === "done" ? say("upload_done") : message
    if (row.status.textContent !== text) row.status.textContent = text
    row.status.role = state === "refused" ? "alert" : null
    row.button.setAttribute("aria-label", say(isOver ? "upload_remove" : "upload_cancel", { file: file.name }))
  }

  function rowOf(entry: Entry): Row {
    const row = rows.get(entry) ?? createRow(entry)
    rows.set(entry, row)
    return row
  }

  function createRow(entry: Entry): Row {
    const { file, input } = entry
    const item = document.createElement("li")
    item.className = "liveview-upload"
    const name = element("span", "liveview-upload-name", `${file.name} (${sizeText(file.size)})`)
    const progress = document.createElement("progress")
    progress.max = 1
    progress.setAttribute("aria-label", say("upload_progress", { file: file.name }))
    const status = element("span", "liveview-upload-status", "")
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = "×"
    button.addEventListener("click", () => remove(entry))
    const picture = input.hasAttribute("data-liveview-preview") && file.type.startsWith("image/") ? URL.createObjectURL(file) : undefined
    if (picture) item.append(image(picture))
    item.append(name, progress, status, button)
    return { item, progress, status, button, picture }
  }

  function drop(entry: Entry, { item, picture }: Row): void {
    const hadFocus = item.contains(document.activeElement)
    item.remove()
    rows.delete(entry)
    if (picture) URL.revokeObjectURL(picture)
    if (hadFocus && entry.input.isConnected) entry.input.focus({ preventScroll: true })
  }

  /** `data-liveview-uploads="name"` says where; else it is put after the control, or the label around it. */
  function place(input: HTMLInputElement): HTMLElement {
    const known = lists.get(input)
    if (known?.isConnected) return known
    const list = document.createElement("ul")
    list.className = "liveview-uploads"
    list.id = `liveview-uploads-${++made}`
    list.setAttribute("aria-label", say("upload_list"))
    const own = (formOf(input) ?? document).querySelector(`[data-liveview-uploads="${CSS.escape(fieldOf(input))}"]`)
    if (own) own.append(list)
    else (input.closest("label") ?? input).after(list)
    lists.set(input, list)
    return list
  }

  function takeAway(input: HTMLInputElement): void {
    lists.get(input)?.remove()
    lists.delete(input)
  }

  function mark(input: HTMLInputElement, isRefused: boolean): void {
    if (isRefused === marked.has(input)) return
    if (isRefused) {
      marked.set(input, input.getAttribute("aria-describedby"))
      input.setAttribute("aria-invalid", "true")
      input.setAttribute("aria-describedby", `${marked.get(input) ?? ""} ${lists.get(input)?.id ?? ""}`.trim())
      return
    }
    const described = marked.get(input)
    marked.delete(input)
    input.removeAttribute("aria-invalid")
    if (described) input.setAttribute("aria-describedby", described)
    else input.removeAttribute("aria-describedby")
  }

  /** To what keeps the form from being sent. */
  function focus(entry: Entry): void {
    rows.get(entry)?.button.focus()
  }

  return { show, update, focus }
}

/** What stands where it should is not moved: its button may have the focus. */
function arrange(list: Element, items: Element[]): void {
  for (const [index, item] of items.entries()) if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null)
}

const marked = new Map<HTMLInputElement, string | null>()

function element(tag: "span", className: string, text: string): HTMLElement {
  const made = document.createElement(tag)
  made.className = className
  made.textContent = text
  return made
}

function image(source: string): HTMLImageElement {
  const picture = document.createElement("img")
  picture.src = source
  picture.alt = ""
  return picture
}

/** Tells the author's scripts how far a file is. */
export function tellProgress({ input, file, loaded }: Entry): void {
  dispatch(input, "liveview:upload-progress", { name: fieldOf(input), file: file.name, loaded, total: file.size })
}
