import { dispatch } from "./dom-events.ts"
import type { Page } from "./page.ts"
import { createDropZones, type DropZones } from "./upload-drop.ts"
import { isSameFile, setFiles, tellChanged } from "./upload-files.ts"
import { fieldOf } from "./upload-inputs.ts"
import { refusalOf } from "./upload-limits.ts"
import { createUploadList, type Entry, tellProgress } from "./upload-list.ts"
import { addUploadStyles } from "./upload-styles.ts"
import { createSay } from "./upload-texts.ts"
import { discard, transfer, UploadRefused } from "./upload-transfer.ts"

export interface Uploads extends DropZones {
  /** The person has chosen other files. */
  changed(input: HTMLInputElement): void
  /** Patches, or a reset, may have taken controls or files away. */
  review(): void
  /** A handler has had these. */
  used(ids: unknown[]): void
  /** The ids of the controls' files, once all have arrived; undefined where the event is not to be sent. */
  collect(inputs: HTMLInputElement[]): Promise<Map<HTMLInputElement, string[]> | undefined>
}

/** A file on its way. */
interface Own extends Entry {
  id?: string
  /** The page's when it was begun. */
  token: string
  code?: string
  readonly stop: AbortController
  /** When it arrived, in milliseconds. */
  arrived: number
  /** An event had it: the server may have thrown it away since. */
  carried: boolean
  /** To be called when it has arrived or will not. */
  over: (() => void)[]
}

/** Files sent at a time. */
const abreast = 3
/** Milliseconds after which a file that arrived may be gone: the server keeps it for 10 minutes. */
const kept = 9 * 60_000

/** The files of the page's forms: sent as soon as they are chosen, several at a time. */
export function createUploads(page: Page): Uploads {
  let entries: Own[] = []
  const say = createSay(page.text)
  const list = createUploadList(say, (entry) => remove(entry))
  addUploadStyles()

  function changed(input: HTMLInputElement): void {
    const before = of(input)
    const now = [...(input.files ?? [])].map((file) => taken(before, file) ?? create(input, file))
    entries = [...entries.filter((entry) => entry.input !== input), ...now]
    before.forEach(abandon)
    now.forEach(judge)
    list.show(input, now)
    next()
  }

  function of(input: HTMLInputElement): Own[] {
    return entries.filter((entry) => entry.input === input)
  }

  /** A number that was too high may be so no more. */
  function judge(entry: Own, index: number): void {
    const refusal = refusalOf(entry.input, entry.file, index)
    if (refusal && entry.state === "waiting") refuse(entry, refusal)
    else if (!refusal && entry.code === "too_many") Object.assign(entry, { state: "waiting", message: "", code: undefined })
  }

  function next(): void {
    const free = abreast - entries.filter(({ state }) => state === "sending").length
    const waiting = entries.filter(({ state }) => state === "waiting")
    for (const entry of waiting.slice(0, Math.max(0, free))) void start(entry)
  }

  async function start(entry: Own): Promise<void> {
    const { input, file, stop } = entry
    Object.assign(entry, { state: "sending", carried: false, token: page.identity.token })
    list.update(entry)
    try {
      await transfer({
        file,
        field: fieldOf(input),
        id: entry.id,
        token: () => page.identity.token,
        signal: stop.signal,
        begun: (id) => Object.assign(entry, { id, token: page.identity.token }),
        progressed: (loaded) => progressed(entry, loaded),
        waiting: (is) => told(entry, is ? say("upload_waiting") : ""),
      })
      if (stop.signal.aborted) forget(entry)
      else arrive(entry)
    } catch (error) {
      if (stop.signal.aborted) forget(entry)
      else refuse(entry, error instanceof UploadRefused ? error : new UploadRefused("failed"))
    }
    next()
  }

  function progressed(entry: Own, loaded: number): void {
    if (loaded === entry.loaded) return
    entry.loaded = loaded
    list.update(entry)
    tellProgress(entry)
  }

  function told(entry: Own, message: string): void {
    entry.message = message
    list.update(entry)
  }

  function arrive(entry: Own): void {
    if (!entry.file.size) tellProgress(entry)
    progressed(entry, entry.file.size)
    entry.arrived = Date.now()
    settle(entry, "done")
    page.comforts(({ notices }) => notices.announce(say("upload_arrived", { file: entry.file.name })))
  }

  function refuse(entry: Own, { code, limit }: UploadRefused): void {
    entry.code = code
    entry.message = say(`upload_${code}`, { file: entry.file.name, limit })
    settle(entry, "refused")
    list.show(entry.input, of(entry.input))
    dispatch(entry.input, "liveview:error", { code: errorCodes[code] ?? "invalid", message: entry.message, function: "" })
  }

  function settle(entry: Own, state: Own["state"]): void {
    entry.state = state
    list.update(entry)
    for (const over of entry.over.splice(0)) over()
  }

  /** The person does not want it any more. */
  function remove({ input, file }: Entry): void {
    setFiles(
      input,
      [...(input.files ?? [])].filter((other) => !isSameFile(other, file)),
    )
    changed(input)
    tellChanged(input)
  }

  /** It is no control's file any more. */
  function abandon(entry: Own): void {
    entry.stop.abort()
    if (entry.state !== "sending") forget(entry)
    for (const over of entry.over.splice(0)) over()
  }

  function forget({ id, token }: Own): void {
    if (id !== undefined) discard(id, token)
  }

  function review(): void {
    for (const input of new Set(entries.map((entry) => entry.input))) {
      if (input.isConnected) changed(input)
      else leave(input)
    }
  }

  function leave(input: HTMLInputElement): void {
    const left = of(input)
    entries = entries.filter((entry) => entry.input !== input)
    left.forEach(abandon)
    list.show(input, [])
    next()
  }

  function used(ids: unknown[]): void {
    const done = entries.filter(({ id }) => ids.includes(id))
    for (const entry of done) entry.id = undefined
    for (const input of new Set(done.map((entry) => entry.input))) {
      const rest = of(input).filter((entry) => !done.includes(entry))
      setFiles(
        input,
        rest.map(({ file }) => file),
      )
      changed(input)
    }
  }

  async function collect(inputs: HTMLInputElement[]): Promise<Map<HTMLInputElement, string[]> | undefined> {
    inputs.forEach(changed)
    const own = () => inputs.flatMap(of)
    own().filter(isDoubtful).forEach(renew)
    next()
    for (let open = own().filter(isOpen); open.length; open = own().filter(isOpen))
      await Promise.all(open.map((entry) => new Promise<void>((over) => entry.over.push(over))))
    const refused = own().find(({ state }) => state === "refused")
    if (refused) list.focus(refused)
    if (refused || !inputs.every((input) => input.isConnected && (input.form?.noValidate || input.reportValidity()))) return undefined
    for (const entry of own()) entry.carried = true
    return new Map(inputs.map((input) => [input, of(input).flatMap(({ id }) => id ?? [])]))
  }

  /** The server is asked whether it still has the file; too old, or begun by another page, it is sent anew. */
  function renew(entry: Own): void {
    if (!entry.carried || Date.now() - entry.arrived > kept) entry.id = undefined
    entry.state = "waiting"
  }

  function isDoubtful({ state, carried, arrived, token }: Own): boolean {
    return state === "done" && (carried || Date.now() - arrived > kept || roomOf(token) !== roomOf(page.identity.token))
  }

  return { changed, review, used, collect, ...createDropZones() }
}

function create(input: HTMLInputElement, file: File): Own {
  return {
    input,
    file,
    state: "waiting",
    loaded: 0,
    message: "",
    token: "",
    stop: new AbortController(),
    arrived: 0,
    carried: false,
    over: [],
  }
}

/** Takes the file's entry out of the list, so that two files that look the same keep one each. */
function taken(entries: Own[], file: File): Own | undefined {
  const index = entries.findIndex((entry) => isSameFile(entry.file, file))
  return index < 0 ? undefined : entries.splice(index, 1)[0]
}

function isOpen({ state }: Own): boolean {
  return state === "waiting" || state === "sending"
}

/** A token begins with its room. */
function roomOf(token: string): string {
  return token.slice(0, 36)
}

/** As the codes of events have it. */
const errorCodes: Record<string, string> = { too_large: "too_large", full: "busy", failed: "outcome_unknown", unauthorized: "unauthorized" }
