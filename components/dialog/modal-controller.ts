import { Controller } from "livetsx/client"

/** Shows a `<dialog>` that the server sent as the browser's own modal: focus stays inside, the rest is inert. */
export default class extends Controller<HTMLDialogElement> {
  override connect() {
    if (!this.element.open) this.element.showModal()
  }
}
