import { FORM } from "../server/protocol.ts"
import type { Binding } from "./binding.ts"
import type { Busy } from "./busy.ts"
import { clock } from "./clock.ts"
import type { Dirty } from "./dirty.ts"
import { dispatch } from "./dom-events.ts"
import { type Control, controlsOf, formValues, isControl, listNames } from "./event-data.ts"
import { moment } from "./fields.ts"
import type { Page } from "./page.ts"
import type { Cause } from "./runs.ts"
import { isFileInput } from "./upload-inputs.ts"

/** Milliseconds after which a form can be sent again whose answer did not take the page's place: it was a download. */
const patience = 3_000

/** Sends forms as the browser itself does, to their handlers: for what only an answer over HTTP can do, such as a cookie. */
export function createSendForm({ page, busy, dirty }: { page: Page; busy: Busy; dirty: Dirty }) {
  return ({ element, submitter }: Cause, { function: name, data, options }: Binding): void => {
    if (!(element instanceof HTMLFormElement)) return
    const detail = { function: name, data, form: formValues(element, submitter) }
    if (!dispatch(element, "liveview:before-event", detail, true)) return
    element.setAttribute("method", "post")
    element.setAttribute("action", addressOf(element, detail, page.identity.token))
    if (controlsOf(element).some(isFileInput)) element.setAttribute("enctype", "multipart/form-data")
    dirty.saved(element, moment())
    submit(element, submitter)
    const text = (submitter ?? element).getAttribute("data-liveview-disable-with") ?? options.disableWith
    clock.after(patience, busy.mark({ element, form: element, sends: true, submitter, text }))
  }
}

/** As the server writes it into whole documents: server/pages/form-action.ts. */
function addressOf(form: HTMLFormElement, { function: name, data }: Pick<Binding, "function" | "data">, token: string): string {
  const query = new URLSearchParams(location.search)
  for (const each of Object.values(FORM)) query.delete(each)
  query.set(FORM.function, name)
  query.set(FORM.data, JSON.stringify(data))
  for (const field of listNames(controlsOf(form))) query.append(FORM.list, field)
  for (const input of controlsOf(form).filter(isFileInput))
    if (input.name && (input.multiple || input.name.endsWith("[]"))) query.append(FORM.files, input.name)
  query.set(FORM.token, token)
  return `?${query}`
}

/** Without another `submit` event, which would come here again; so what the button that was used says is put into the form by hand. */
function submit(form: HTMLFormElement, submitter: Element | null | undefined): void {
  const used = isControl(submitter) ? entriesOf(form, submitter).map(createHidden) : []
  form.append(...used)
  HTMLFormElement.prototype.submit.call(form)
  for (const input of used) input.remove()
}

/** A picture says where it was clicked. */
function entriesOf(form: HTMLFormElement, submitter: Control): [name: string, value: string][] {
  const { name, value } = submitter
  if (submitter.type !== "image") return name ? [[name, value]] : []
  const sent = new FormData(form, submitter)
  return ["x", "y"].map((axis) => (name ? `${name}.${axis}` : axis)).map((each) => [each, String(sent.getAll(each).at(-1) ?? 0)])
}

function createHidden([name, value]: [name: string, value: string]): HTMLInputElement {
  return Object.assign(document.createElement("input"), { type: "hidden", name, value })
}
