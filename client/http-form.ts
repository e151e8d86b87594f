import { FORM } from "../server/protocol.ts"
import type { Binding } from "./binding.ts"
import type { Busy } from "./busy.ts"
import { clock } from "./clock.ts"
import type { Dirty } from "./dirty.ts"
import { dispatch } from "./dom-events.ts"
import { controlsOf, formValues, isControl, listNames } from "./event-data.ts"
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

/** Without another `submit` event, which would come here again; so the button that was used is put into the form by hand. */
function submit(form: HTMLFormElement, submitter: Element | null | undefined): void {
  const used = document.createElement("input")
  used.type = "hidden"
  if (isControl(submitter) && submitter.name) {
    used.name = submitter.name
    used.value = submitter.value
  }
  form.append(used)
  HTMLFormElement.prototype.submit.call(form)
  used.remove()
}
