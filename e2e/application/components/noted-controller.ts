import { Controller } from "livetsx/client"

/** Counts, on its element's list, how often a controller was connected to which node. */
export default class extends Controller<HTMLElement> {
  override connect() {
    this.note("connected")
  }

  override disconnect() {
    this.note("disconnected")
  }

  patched() {
    this.note("patched")
  }

  note(what: string) {
    const notes: unknown = Reflect.get(window, "notes")
    Reflect.set(window, "notes", [...(Array.isArray(notes) ? notes : []), `${what} ${this.element.id}`])
  }
}
