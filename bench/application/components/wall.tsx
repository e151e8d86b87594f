import { handler, page, Update } from "livetsx"

let notes = 0

export const announce = handler("announce", ({ broadcast }) =>
  broadcast(
    <Update target="#headline">
      <strong>Note {++notes}</strong>
    </Update>,
  ),
)

export const wallPage = page("/wall", { title: "Wall", render: () => <p id="headline">Nothing yet</p> })
