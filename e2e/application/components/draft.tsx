import { handler, on, page, redirect } from "livetsx"

import { ownRoom } from "./_own-room.ts"

const kept = (label: string, form: Record<string, unknown>) => (
  <output id="kept">
    {label} {JSON.stringify(form)}
  </output>
)

export const keep = handler("keep", ({ form }) => kept("keep", form))
export const keepOwn = handler("keep-own", ({ form }) => kept("keep-own", form))
export const recover = handler("recover", ({ form }) => kept("recover", form))
export const leave = handler("leave", () => redirect("/arrived"))

/** How a form says that it wants to be recovered. */
const forms: Record<string, Record<`data-${string}`, string>> = {
  plain: on("change", keep),
  handler: { ...on("change", keep), "data-liveview-recover": "recover" },
  ignore: { ...on("change", keep), "data-liveview-recover": "ignore" },
  leaves: { ...on("change", keep), "data-liveview-recover": "leave" },
}

/** A draft of which the server keeps nothing: fields in the form and beside it. */
export const draftPage = page("/draft/:kind", {
  rooms: ({ query }) => [ownRoom(query.room)],
  render: ({ params }) => (
    <main>
      <form id="empty" {...on("change", keep)} />
      <form id="draft" {...forms[params.kind ?? ""]}>
        <input name="a" aria-label="a" {...(params.kind === "own" ? on("change", keepOwn) : {})} />
        <input name="b" aria-label="b" value="server's b" />
        <textarea name="c" aria-label="c">
          server's c
        </textarea>
        <select name="d" aria-label="d">
          <option>one</option>
          <option>two</option>
        </select>
      </form>
      <input name="e" form="draft" aria-label="e" />
      <dialog id="dialog">
        <input name="f" form="draft" aria-label="f" />
      </dialog>
      <output id="kept" />
    </main>
  ),
})

export const arrivedPage = page("/arrived", () => (
  <main>
    <h1>Arrived</h1>
  </main>
))
