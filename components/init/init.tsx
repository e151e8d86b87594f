import { Append, handler, on, page, refuse, state, Update } from "livetsx"
import { z } from "zod"

import { Lesson } from "../frame/_lesson.tsx"
import { Bench, Way, Ways } from "../frame/_ways.tsx"
import source from "./init.tsx?raw"

const most = 8
const counters = state("init-counters", () => ({ hand: 2, on: 2 }))
const id = z.coerce.number<number>().int().min(1).max(most)
const counter = z.object({ counterId: id, initialValue: z.coerce.number<number>() })

export const initCounter = handler("init_counter", { data: counter }, ({ data, send }) =>
  send({ target: `#counter-${data.counterId}-value`, html: <Value of={data.initialValue} /> }),
)

export const initGauge = handler("gauge:init", { data: z.object({ id, from: z.number() }) }, ({ data }) => (
  <Update target={`#gauge-${data.id}`}>
    <Value of={data.from} />
  </Update>
))

export const addCounter = handler("add_counter", { state: counters }, ({ state, send }) => {
  if (state.hand === most) throw refuse(`There are ${most} counters already.`)
  state.hand += 1
  return send({ target: "#hand-counters", html: <HandCounter id={state.hand} />, append: true })
})

export const addGauge = handler("gauge:add", { state: counters }, ({ state }) => {
  if (state.on === most) throw refuse(`There are ${most} counters already.`)
  state.on += 1
  return (
    <Append target="#on-counters">
      <OnCounter id={state.on} />
    </Append>
  )
})

export const initPage = page("/init", {
  title: ({ t }) => t("lessons.init.title"),
  state: counters,
  render: ({ state, t }) => (
    <Lesson slug="init" t={t} source={source} shows={["initCounter", "HandCounter", "initGauge", "OnCounter"]}>
      <Bench title="Filled in by the server">
        <Ways>
          <Way of="hand" wire={["init", "init_counter", "#counter-1-value"]}>
            <ul class="list" id="hand-counters" aria-label="Counters">
              {upTo(state.hand).map((id) => (
                <HandCounter key={id} id={id} />
              ))}
            </ul>
            <button type="button" data-liveview-function="add_counter" data-action="click->page#run">
              Add another
            </button>
          </Way>
          <Way of="on" wire={["init", "gauge:init", "#gauge-1"]}>
            <ul class="list" id="on-counters" aria-label="Counters">
              {upTo(state.on).map((id) => (
                <OnCounter key={id} id={id} />
              ))}
            </ul>
            <button type="button" {...on("click", addGauge)}>
              Add another
            </button>
          </Way>
        </Ways>
      </Bench>
    </Lesson>
  ),
})

function HandCounter({ id }: { id: number }) {
  return (
    <li id={`counter-${id}`} data-liveview-init="init_counter" data-data-counter-id={id} data-data-initial-value={id * 100}>
      <span>Counter {id}</span>
      <span id={`counter-${id}-value`}>…</span>
    </li>
  )
}

function OnCounter({ id }: { id: number }) {
  return (
    <li id={`gauge-item-${id}`} {...on("init", initGauge, { id, from: id * 100 })}>
      <span>Counter {id}</span>
      <span id={`gauge-${id}`}>…</span>
    </li>
  )
}

function Value({ of }: { of: number }) {
  return <strong>starts at {of}</strong>
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}
