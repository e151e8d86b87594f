import { Append, byId, field, FieldError, handler, on, page, refuse, Remove, rerender, state } from "livetsx"
import { z } from "zod"

import { items } from "./items.ts"
import type { Item } from "./items.ts"

const filters = ["all", "open", "done"] as const
type Filter = (typeof filters)[number]

/** One copy for each open page, kept on the server: everybody looks at the list in their own way. */
const view = state("list", (): { show: Filter } => ({ show: "all" }))

const most = 100

export const add = handler(
  "list:add",
  { form: z.object({ text: z.string().trim().min(1, "Write what is needed.").max(80, "At most 80 characters.") }) },
  async ({ form, broadcast }) => {
    if ((await items.all()).length >= most) throw refuse(`The list is full: it holds ${most}.`, { field: "text" })
    const item = { id: crypto.randomUUID(), text: form.text, done: false, added: Date.now() }
    await items.put(item)
    // To everyone who has the page open, on every node; what is returned goes to the sender alone: an empty form.
    await broadcast(
      <Append target="#items">
        <Row item={item} />
      </Append>,
    )
    return <AddForm />
  },
)

export const tick = handler(
  "list:tick",
  { data: z.object({ id: z.string(), done: z.boolean() }) },
  async ({ data: { id, done }, broadcast }) => {
    const item = await items.get(id)
    if (!item) throw refuse("Somebody has just removed that.")
    const ticked = { ...item, done }
    await items.put(ticked)
    await broadcast(<Row item={ticked} />)
  },
)

export const remove = handler("list:remove", { data: z.object({ id: z.string() }) }, async ({ data: { id }, broadcast }) => {
  await items.remove(id)
  await broadcast(<Remove target={byId(`item-${id}`)} />)
})

export const show = handler("list:show", { state: view, data: z.object({ filter: z.enum(filters) }) }, ({ data, state }) => {
  state.show = data.filter
  return rerender()
})

export const listPage = page("/", {
  title: "Picnic",
  state: view,
  render: async ({ state }) => (
    <>
      <h1>What shall we bring?</h1>
      <p class="lead">Everyone who has this page open sees the same list. Open it in a second window, and add something.</p>
      <AddForm />
      <Filters chosen={state.show} />
      <List items={await items.all()} show={state.show} />
    </>
  ),
})

/** The attributes of the input, and what a visitor reads where it is refused, come from the handler's schema. */
function AddForm() {
  return (
    <form id="add" class="add" {...on("submit", add)}>
      <label for="text">Something for the picnic</label>
      <div class="row">
        <input id="text" {...field(add, "text")} placeholder="Lemonade" autocomplete="off" />
        <button type="submit" class="primary">
          Add
        </button>
      </div>
      <FieldError of={add} name="text" />
    </form>
  )
}

function Filters({ chosen }: { chosen: Filter }) {
  return (
    <fieldset class="filters" aria-label="What is shown">
      {filters.map((filter) => (
        <button key={filter} type="button" aria-pressed={filter === chosen} {...on("click", show, { filter })}>
          {labels[filter]}
        </button>
      ))}
    </fieldset>
  )
}

const labels: Record<Filter, string> = { all: "All", open: "Still to bring", done: "Done" }

/** Each row is the same for all visitors; which ones somebody sees is a matter of style.css. */
function List({ items, show }: { items: Item[]; show: Filter }) {
  return (
    <section id="list" data-show={show} aria-label="The list">
      <ul id="items" aria-live="polite">
        {items.map((item) => (
          <Row key={item.id} item={item} />
        ))}
      </ul>
      <p class="empty">Nothing here.</p>
    </section>
  )
}

function Row({ item: { id, text, done } }: { item: Item }) {
  return (
    <li id={`item-${id}`} class={done ? "item done" : "item"}>
      <button type="button" class="tick" aria-pressed={done} {...on("click", tick, { id, done: !done })}>
        {text}
      </button>
      <button type="button" class="remove" aria-label={`Remove ${text}`} {...on("click", remove, { id })}>
        ×
      </button>
    </li>
  )
}
