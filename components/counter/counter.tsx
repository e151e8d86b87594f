import { handler, on, page, state } from "livetsx"
import { z } from "zod"

import { Lesson } from "../frame/_lesson.tsx"
import { Bench, Way, Ways } from "../frame/_ways.tsx"
import source from "./counter.tsx?raw"

const counter = state("counter", () => ({ count: 0 }))
const step = z.object({ by: z.coerce.number<number>().int().min(-100).max(100) })

export const add = handler("add", { state: counter, data: step }, ({ data, state }) => {
  state.count += data.by
  return <Counter count={state.count} />
})

export const counterPage = page("/counter", {
  title: ({ t }) => t("lessons.counter.title"),
  state: counter,
  render: ({ state, t }) => (
    <Lesson slug="counter" t={t} source={source} shows={["counter", "step", "add", "Counter"]}>
      <Bench title="Count">
        <Counter count={state.count} />
        <Ways>
          <Way of="hand" wire={["click", "add", "#counter"]}>
            <div class="row">
              <button type="button" data-liveview-function="add" data-data-by="-1" data-action="click->page#run">
                Subtract 1
              </button>
              <button type="button" class="primary" data-liveview-function="add" data-data-by="1" data-action="click->page#run">
                Add 1
              </button>
            </div>
          </Way>
          <Way of="on" wire={["click", "add", "#counter"]}>
            <div class="row">
              <button type="button" {...on("click", add, { by: -1 })}>
                Subtract 1
              </button>
              <button type="button" class="primary" {...on("click", add, { by: 1 })}>
                Add 1
              </button>
              <button type="button" {...on("click", add, { by: 10 })}>
                Add 10
              </button>
            </div>
          </Way>
        </Ways>
      </Bench>
    </Lesson>
  ),
})

function Counter({ count }: { count: number }) {
  return (
    <p id="counter" class="counter">
      <output aria-label="Count">{count}</output>
    </p>
  )
}
