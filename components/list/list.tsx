import { Append, field, FieldError, handler, on, page, refuse, Remove } from "livetsx"
import { z } from "zod"

import { Lesson } from "../frame/_lesson.tsx"
import { Bench, Way, Ways } from "../frame/_ways.tsx"
import { addTo, itemsOf, removeItem } from "./items.ts"
import type { Item } from "./items.ts"
import source from "./list.tsx?raw"

const title = z.string().trim().min(1, "Write something to add.").max(60, "At most 60 characters.")
const data = z.object({ id: z.coerce.number<number>().int() })
const full = "The list is full. Remove something first."

export const addItem = handler("add_item", async ({ form, to }) => {
  const parsed = title.safeParse(form.title)
  if (!parsed.success) throw refuse("Write something to add, at most 60 characters.", { field: "title" })
  const item = addTo("hand", parsed.data)
  if (!item) throw refuse(full, { field: "title" })
  await to("list").send({ target: "#items-list", html: <HandItem item={item} />, append: true })
  return <HandForm />
})

export const deleteItem = handler("delete_item", { data }, ({ data, to }) => {
  removeItem(data.id)
  return to("list").send({ target: `#item-${data.id}`, remove: true })
})

export const pack = handler("item:add", { form: z.object({ title }) }, async ({ form, to }) => {
  const item = addTo("on", form.title)
  if (!item) throw refuse(full, { field: "title" })
  await to("list").send(
    <Append target="#packed">
      <OnItem item={item} />
    </Append>,
  )
  return <OnForm />
})

export const unpack = handler("item:remove", { data }, ({ data, to }) => {
  removeItem(data.id)
  return to("list").send(<Remove target={`#item-${data.id}`} />)
})

export const listPage = page("/list", {
  title: ({ t }) => t("lessons.list.title"),
  rooms: ["list"],
  render: ({ t }) => (
    <Lesson slug="list" t={t} source={source} shows={["addItem", "deleteItem", "pack", "unpack"]}>
      <Bench title="Two shared lists">
        <Ways>
          <Way of="hand" wire={["submit", "add_item", "#items-list"]}>
            <HandForm />
            <ul class="list" id="items-list" aria-label="Shopping">
              {itemsOf("hand").map((item) => (
                <HandItem key={item.id} item={item} />
              ))}
            </ul>
            <p class="empty">Nothing to buy. Add the first thing above.</p>
          </Way>
          <Way of="on" wire={["submit", "item:add", "#packed"]}>
            <OnForm />
            <ul class="list" id="packed" aria-label="Packing">
              {itemsOf("on").map((item) => (
                <OnItem key={item.id} item={item} />
              ))}
            </ul>
            <p class="empty">Nothing packed. Add the first thing above.</p>
          </Way>
        </Ways>
      </Bench>
    </Lesson>
  ),
})

function HandForm() {
  return (
    <form id="hand-add" class="row" data-action="submit->page#run" data-liveview-function="add_item">
      <div class="grow">
        <label for="hand-title">To buy</label>
        <input id="hand-title" name="title" required maxlength={60} autocomplete="off" />
      </div>
      <button type="submit" class="primary">
        Add
      </button>
    </form>
  )
}

function HandItem({ item }: { item: Item }) {
  return (
    <li id={`item-${item.id}`}>
      <span>{item.title}</span>
      <button
        type="button"
        class="quiet"
        aria-label={`Remove ${item.title}`}
        data-liveview-function="delete_item"
        data-data-id={item.id}
        data-action="click->page#run"
      >
        Remove
      </button>
    </li>
  )
}

function OnForm() {
  return (
    <form id="on-add" class="row" {...on("submit", pack)}>
      <div class="grow">
        <label for="on-title">To pack</label>
        <input id="on-title" {...field(pack, "title")} autocomplete="off" />
        <FieldError of={pack} name="title" />
      </div>
      <button type="submit" class="primary">
        Add
      </button>
    </form>
  )
}

function OnItem({ item }: { item: Item }) {
  return (
    <li id={`item-${item.id}`}>
      <span>{item.title}</span>
      <button type="button" class="quiet" aria-label={`Remove ${item.title}`} {...on("click", unpack, { id: item.id })}>
        Remove
      </button>
    </li>
  )
}
