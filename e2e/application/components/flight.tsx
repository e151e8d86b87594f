import { Append, Dispatch, handler, Link, on, page, refuse, state, Update } from "livetsx"
import { z } from "zod"

import { ownRoom } from "./_own-room.ts"

const rows = state("rows", () => ({ count: 0 }))

/** Each row has a controller of its own. */
export const addRow = handler("add-row", { state: rows }, ({ state }) => {
  state.count += 1
  return (
    <Append target="#rows">
      <li id={`row-${state.count}`} data-controller="noted">
        {state.count}
      </li>
    </Append>
  )
})

export const save = handler("save", ({ form }) => <output id="saved">saved {String(form.text)}</output>)
export const fail = handler("fail", () => {
  throw new Error("on purpose")
})
export const deny = handler("deny", () => {
  throw refuse("Not today.")
})

let letGo = () => {}

/** Lasts until `let-go` is called, by the same page. */
export const wait = handler("wait", { concurrent: true }, async () => {
  await new Promise<void>((resolve) => {
    letGo = resolve
  })
  return <output id="waited">waited</output>
})
export const end = handler("let-go", () => letGo())

const told = z.object({ room: z.string() })

/** Told to every page of its room: while events are in flight too. */
export const tell = handler("tell", { data: told }, ({ data, to }) =>
  to(ownRoom(data.room)).send([<Dispatch event="told" detail={{ n: 1 }} target="#listener" />, <Update target="#told">1</Update>]),
)

/** More than a room's log takes: every page renders itself anew. */
export const flood = handler("flood", { data: told }, ({ data, to }) =>
  to(ownRoom(data.room)).send(<Update target="#flood">{"x".repeat(70_000)}</Update>),
)

export const flightPage = page("/flight", {
  state: rows,
  rooms: ({ query }) => [ownRoom(query.room)],
  render: ({ state, query }) => (
    <main>
      <ul id="rows">
        {Array.from({ length: state.count }, (_, index) => (
          <li id={`row-${index + 1}`} data-controller="noted">
            {index + 1}
          </li>
        ))}
      </ul>
      <button type="button" {...on("click", addRow, {}, { sync: "queue" })}>
        Add
      </button>
      <form id="save" {...on("submit", save)}>
        <input name="text" aria-label="text" readOnly value="read only" />
        <button type="submit" data-liveview-disable-with="Saving…">
          Save
        </button>
        <button type="submit" disabled>
          Never
        </button>
      </form>
      <output id="saved" />
      <button type="button" {...on("click", fail, {}, { disableWith: "Trying…" })}>
        Fail
      </button>
      <button type="button" {...on("click", deny, {}, { disableWith: "Asking…" })}>
        Deny
      </button>
      <button type="button" {...on("click", tell, { room: String(query.room) })}>
        Tell
      </button>
      <button type="button" {...on("click", flood, { room: String(query.room) })}>
        Flood
      </button>
      <button type="button" {...on("click", wait)}>
        Wait
      </button>
      <output id="waited" />
      <button type="button" {...on("click", end)}>
        Let go
      </button>
      <div id="listener" data-controller="listener" data-action="told->listener#heard" />
      <output id="told" />
      <Link href="/other">Other page</Link>
    </main>
  ),
})
