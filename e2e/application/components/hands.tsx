import { Append, type Children, field, FieldError, Flash, handler, on, page, refuse, rerender, state, Update, Upload } from "livetsx"
import { z } from "zod"

const rules = z.object({
  title: z.string().min(3, "3 letters or more."),
  day: z.string(),
  tags: z.array(z.string()),
  file: z.instanceof(Upload).optional(),
})
const looks = state("looks", () => ({ count: 0 }))

export const keepAll = handler("hands:keep", { form: rules, state: looks }, ({ form, state }) => {
  if (form.title === "taken") throw refuse("That title is taken", { field: "title" })
  state.count = 0
  return [rerender(), <output id="sent">{[form.title, form.day, ...form.tags, form.file?.name ?? "no file"].join(" ")}</output>]
})

/** Checks what is typed, wherever its field stands; each answer has other elements around the fields. */
export const look = handler("hands:look", { state: looks }, ({ state, form }) => {
  state.count += 1
  return [rerender(), <output id="looked">{JSON.stringify(form)}</output>]
})

/** The form is another one that only a patch has opened. */
export const openNote = handler("hands:open", () => (
  <Append target="#notes">
    <NoteForm />
  </Append>
))
export const keepNote = handler("hands:note", { form: z.object({ note: z.string().min(3, "More, please.") }) }, ({ form }) => [
  <Update target="#notes">{form.note}</Update>,
  <Flash kind="success">Noted</Flash>,
])
export const dropNote = handler("hands:drop", ({ form }) => <Update target="#notes">{`Dropped ${String(form.note)}`}</Update>)

function NoteForm() {
  return (
    <form aria-label="Note" {...on("submit", keepNote)}>
      <input {...field(keepNote, "note")} minlength={undefined} required={false} aria-label="Note" />
      <button type="submit">Keep note</button>
      <button type="submit" {...on("click", dropNote)}>
        Drop note
      </button>
    </form>
  )
}

export const handsPage = page("/hands", {
  state: looks,
  render: ({ state: { count } }) => (
    <main>
      <form id="hands" {...on({ submit: keepAll, input: [look, {}, { debounce: 10 }] })}>
        <Wrapped times={count}>
          <input {...field(keepAll, "title")} minlength={undefined} aria-label="Title" />
        </Wrapped>
        <Wrapped times={count}>
          <input {...field(keepAll, "file")} aria-label="File" />
        </Wrapped>
        <button type="submit">Keep</button>
      </form>
      <input type="date" {...field(keepAll, "day")} form="hands" required={false} aria-label="Day" />
      <select {...field(keepAll, "tags")} form="hands" required={false} aria-label="Tags">
        <option>red</option>
        <option>blue</option>
      </select>
      <FieldError of={keepAll} name="title" />
      <form {...on("submit", openNote)}>
        <button type="submit">Open note</button>
      </form>
      <div id="notes" />
      <output id="looked" />
      <output id="sent" />
    </main>
  ),
})

/** In one more element, or one less, each time. */
function Wrapped({ times, children }: { times: number; children: Children }) {
  return times % 2 ? <div class="wrapped">{children}</div> : children
}
