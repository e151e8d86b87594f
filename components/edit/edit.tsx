import { Attributes, field, FieldError, Focus, handler, on, page, refuse, Update } from "livetsx"
import { z } from "zod"

import { Lesson } from "../frame/_lesson.tsx"
import { Bench, Way, Ways } from "../frame/_ways.tsx"
import source from "./edit.tsx?raw"
import { noteOf, notes, noteTitle, saveNote } from "./notes.ts"
import type { Note } from "./notes.ts"

const data = z.object({ id: z.coerce.number<number>().int() })

export const openEditForm = handler("open_edit_form", { data }, ({ data }) => ({
  target: "#form-container",
  html: <HandForm note={found(data.id)} />,
}))

export const saveItem = handler("save_item", { data }, async ({ data, form, to }) => {
  const title = noteTitle.safeParse(form.title)
  if (!title.success) throw refuse("A note has 1 to 80 characters.", { field: "title" })
  await to("notes").send(<Titles of={saved(data.id, title.data)} />)
  return [{ target: "#form-container", html: <p class="hint">Saved.</p> }, <Focus target={`#edit-${data.id}`} />]
})

export const cancelEdit = handler("cancel_edit", { data }, ({ data }) => [
  { target: "#form-container", html: <NoForm /> },
  <Focus target={`#edit-${data.id}`} />,
])

export const editLine = handler("note:edit", { data }, ({ data }) => <LineForm note={found(data.id)} />)

export const saveLine = handler("note:save", { data, form: z.object({ title: noteTitle }) }, async ({ data, form, to }) => {
  const note = saved(data.id, form.title)
  await to("notes").send(<Titles of={note} />)
  return [<Line note={note} />, <Focus target={`#line-edit-${note.id}`} />]
})

export const leaveLine = handler("note:leave", { data }, ({ data }) => [
  <Line note={found(data.id)} />,
  <Focus target={`#line-edit-${data.id}`} />,
])

export const editPage = page("/edit", {
  title: ({ t }) => t("lessons.edit.title"),
  rooms: ["notes"],
  render: ({ t }) => (
    <Lesson slug="edit" t={t} source={source} shows={["openEditForm", "saveItem", "editLine", "saveLine"]}>
      <Bench title="Standing orders">
        <Ways>
          <Way of="hand" wire={["click", "open_edit_form", "#form-container"]}>
            <ul class="list" id="orders" aria-label="Orders, by hand">
              {notes().map((note) => (
                <HandLine key={note.id} note={note} />
              ))}
            </ul>
            <div id="form-container" class="edit-form">
              <NoForm />
            </div>
          </Way>
          <Way of="on" wire={["click", "note:edit", "#line-1"]}>
            <ul class="list" id="lines" aria-label="Orders">
              {notes().map((note) => (
                <Line key={note.id} note={note} />
              ))}
            </ul>
          </Way>
        </Ways>
      </Bench>
    </Lesson>
  ),
})

function found(id: number): Note {
  const note = noteOf(id)
  if (!note) throw refuse("That note is not there any more.")
  return note
}

function saved(id: number, title: string): Note {
  const note = saveNote(id, title)
  if (!note) throw refuse("That note is not there any more.")
  return note
}

/** The note's text wherever it is shown or said; where a form stands instead, its text is left alone. */
function Titles({ of: { id, title } }: { of: Note }) {
  return (
    <>
      <Update target={`.note-${id}`} all>
        {title}
      </Update>
      <Attributes target={`.edit-${id}`} all set={{ "aria-label": `Edit: ${title}` }} />
    </>
  )
}

function HandLine({ note: { id, title } }: { note: Note }) {
  return (
    <li id={`order-${id}`}>
      <span class={`note-${id}`}>{title}</span>
      <button
        type="button"
        id={`edit-${id}`}
        class={`quiet edit-${id}`}
        aria-label={`Edit: ${title}`}
        data-liveview-function="open_edit_form"
        data-data-id={id}
        data-action="click->page#run"
      >
        Edit
      </button>
    </li>
  )
}

function NoForm() {
  return <p class="hint">The form for a note opens here.</p>
}

function HandForm({ note: { id, title } }: { note: Note }) {
  return (
    <form
      id={`edit-form-${id}`}
      class="row"
      aria-label="Edit note"
      data-action="submit->page#run"
      data-liveview-function="save_item"
      data-data-id={id}
      data-liveview-keyboard-map='{"esc":"cancel_edit"}'
    >
      <div class="grow">
        <label for="hand-note">Note {id}</label>
        <input id="hand-note" name="title" value={title} required maxlength={80} autocomplete="off" data-liveview-focus="true" />
      </div>
      <button type="submit" class="primary">
        Save
      </button>
      <button type="button" data-liveview-function="cancel_edit" data-data-id={id} data-action="click->page#run">
        Cancel
      </button>
    </form>
  )
}

function Line({ note: { id, title } }: { note: Note }) {
  return (
    <li id={`line-${id}`}>
      <span class={`note-${id}`}>{title}</span>
      <button
        type="button"
        id={`line-edit-${id}`}
        class={`quiet edit-${id}`}
        aria-label={`Edit: ${title}`}
        {...on("click", editLine, { id })}
      >
        Edit
      </button>
    </li>
  )
}

function LineForm({ note: { id, title } }: { note: Note }) {
  return (
    <li id={`line-${id}`}>
      <form class="row grow" aria-label="Edit note" {...on({ submit: [saveLine, { id }], "key:esc": [leaveLine, { id }] })}>
        <div class="grow">
          <label for={`note-${id}`} class="visually-hidden">
            Note {id}
          </label>
          <input id={`note-${id}`} {...field(saveLine, "title")} value={title} autocomplete="off" data-liveview-focus="true" />
          <FieldError of={saveLine} name="title" />
        </div>
        <button type="submit" class="primary">
          Save
        </button>
        <button type="button" {...on("click", leaveLine, { id })}>
          Cancel
        </button>
      </form>
    </li>
  )
}
