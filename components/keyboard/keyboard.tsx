import { handler, on, page, state } from "livetsx"
import { z } from "zod"

import { Lesson } from "../frame/_lesson.tsx"
import { Bench, Way, Ways } from "../frame/_ways.tsx"
import { bareHalyard, flags, move, toggle } from "./flags.ts"
import type { Halyard } from "./flags.ts"
import source from "./keyboard.tsx?raw"

const halyards = state("halyards", () => ({ hand: bareHalyard(), on: bareHalyard() }))
const steps = z.object({ by: z.number().int() })
const remark = z.object({ remark: z.string().trim().max(60).default("") })

export const nextFlag = handler("next_flag", { state: halyards }, ({ state }) => {
  move(state.hand, 1)
  return <Flags id="hand-flags" of={state.hand} />
})

export const previousFlag = handler("previous_flag", { state: halyards }, ({ state }) => {
  move(state.hand, -1)
  return <Flags id="hand-flags" of={state.hand} />
})

export const toggleFlag = handler("toggle_flag", { state: halyards }, ({ state }) => {
  toggle(state.hand)
  return <Flags id="hand-flags" of={state.hand} />
})

export const flagHelp = handler("flag_help", { state: halyards }, ({ state }) => {
  state.hand.help = !state.hand.help
  return <Flags id="hand-flags" of={state.hand} />
})

export const saveRemark = handler("save_remark", { state: halyards, form: remark }, ({ state, form }) => {
  state.hand.remark = form.remark
  return <Flags id="hand-flags" of={state.hand} />
})

export const moveFlag = handler("flag:move", { state: halyards, data: steps }, ({ state, data }) => {
  move(state.on, Math.sign(data.by))
  return <Flags id="on-flags" of={state.on} />
})

export const hoist = handler("flag:hoist", { state: halyards }, ({ state }) => {
  toggle(state.on)
  return <Flags id="on-flags" of={state.on} />
})

export const help = handler("flag:help", { state: halyards }, ({ state }) => {
  state.on.help = !state.on.help
  return <Flags id="on-flags" of={state.on} />
})

export const keepRemark = handler("flag:remark", { state: halyards, form: remark }, ({ state, form }) => {
  state.on.remark = form.remark
  return <Flags id="on-flags" of={state.on} />
})

export const keyboardPage = page("/keyboard", {
  title: ({ t }) => t("lessons.keyboard.title"),
  state: halyards,
  render: ({ state, t }) => (
    <Lesson slug="keyboard" t={t} source={source} shows={["handKeys", "nextFlag", "onKeys", "moveFlag"]}>
      <Bench title="Signal flags">
        <Ways>
          <Way of="hand" wire={["j", "next_flag", "#hand-flags"]}>
            <HandHalyard of={state.hand} />
          </Way>
          <Way of="on" wire={["key:j", "flag:move", "#on-flags"]}>
            <OnHalyard of={state.on} />
          </Way>
        </Ways>
      </Bench>
    </Lesson>
  ),
})

const handKeys = {
  j: "next_flag",
  k: "previous_flag",
  x: "toggle_flag",
  "?": "flag_help",
  "ctrl+s": "save_remark",
}

function HandHalyard({ of }: { of: Halyard }) {
  return (
    <form
      class="halyard"
      tabindex={0}
      aria-label="Flags, by hand"
      data-liveview-keyboard-map={JSON.stringify(handKeys)}
      data-liveview-sync="queue"
      data-action="submit->page#run"
      data-liveview-function="save_remark"
    >
      <Flags id="hand-flags" of={of} />
      <div class="row">
        <button type="button" data-liveview-function="previous_flag" data-action="click->page#run">
          Previous
        </button>
        <button type="button" data-liveview-function="next_flag" data-action="click->page#run">
          Next
        </button>
        <button type="button" data-liveview-function="toggle_flag" data-action="click->page#run">
          Hoist or lower
        </button>
      </div>
      <Remark id="hand-remark" />
    </form>
  )
}

const onKeys = on({
  "key:j": [moveFlag, { by: 1 }, { sync: "queue" }],
  "key:k": [moveFlag, { by: -1 }, { sync: "queue" }],
  "key:x": hoist,
  "key:?": help,
  "key:ctrl+s": keepRemark,
  submit: keepRemark,
})

function OnHalyard({ of }: { of: Halyard }) {
  return (
    <form class="halyard" tabindex={0} aria-label="Flags" {...onKeys}>
      <Flags id="on-flags" of={of} />
      <div class="row">
        <button type="button" {...on("click", moveFlag, { by: -1 })}>
          Previous
        </button>
        <button type="button" {...on("click", moveFlag, { by: 1 })}>
          Next
        </button>
        <button type="button" {...on("click", hoist)}>
          Hoist or lower
        </button>
      </div>
      <Remark id="on-remark" />
    </form>
  )
}

function Remark({ id }: { id: string }) {
  return (
    <div class="row">
      <div class="grow">
        <label for={id}>
          Remark, kept with <kbd>Ctrl</kbd> <kbd>S</kbd>
        </label>
        <input id={id} name="remark" maxlength={60} autocomplete="off" />
      </div>
      <button type="submit">Keep remark</button>
    </div>
  )
}

function Flags({ id, of: { at, hoisted, help, remark } }: { id: string; of: Halyard }) {
  return (
    <div id={id} class="flags">
      <ol class="flag-list" aria-label="Signal flags">
        {flags.map(({ letter, name, meaning }, index) => (
          <li key={letter} aria-current={index === at ? "true" : undefined} class={hoisted.includes(index) ? "hoisted" : undefined}>
            <span class={`flag flag-${letter}`} aria-hidden="true" />
            <strong>{name}</strong>
            <span class="hint">{hoisted.includes(index) ? "hoisted" : meaning}</span>
          </li>
        ))}
      </ol>
      <p role="status" class="hint">
        {flags[at]?.name} is {hoisted.includes(at) ? "hoisted" : "lowered"}. {remark ? `Remark: ${remark}` : ""}
      </p>
      {help ? (
        <p class="notice">
          <kbd>j</kbd> next, <kbd>k</kbd> previous, <kbd>x</kbd> hoist or lower, <kbd>?</kbd> this help
        </p>
      ) : null}
    </div>
  )
}
