import { setTimeout as pause } from "node:timers/promises"

import { handler, on, page, refuse, state } from "livetsx"
import { z } from "zod"

import { ran, sent } from "./notebook.ts"

const counter = state("counter", () => ({ count: 0 }))
const data = z.object({ id: z.string(), ms: z.coerce.number<number>().default(0) })

function Count({ count }: { count: number }) {
  return <output id="count">{count}</output>
}

/** May not run twice. */
export const add = handler("add", { state: counter, data }, async ({ data, state }) => {
  ran(data.id)
  if (data.ms) await pause(data.ms)
  state.count += 1
  return <Count count={state.count} />
})

/** May run twice, where a server died in the middle. */
export const again = handler("again", { state: counter, data, idempotent: true }, async ({ data, state }) => {
  ran(data.id)
  if (data.ms) await pause(data.ms)
  state.count += 1
  return <Count count={state.count} />
})

/** Without a state, a page leaves nothing behind. */
export const plain = handler("plain", { data }, ({ data }) => {
  ran(data.id)
  return <p id="said">said</p>
})

export const fail = handler("fail", { data }, ({ data }) => {
  ran(data.id)
  throw new Error("secret: what went wrong is not for visitors")
})

export const hang = handler("hang", { data, timeout: 400 }, async ({ data }) => {
  ran(data.id)
  await new Promise(() => {})
})

/** For whoever is an administrator at this moment. */
export const secret = handler("secret", { data }, ({ data, session }) => {
  if (Reflect.get(session, "role") !== "admin") throw refuse("Administrators only")
  ran(data.id)
  return <p id="said">secret</p>
})

/** A text wherever an author may put one. */
export const sinks = handler("sinks", { data: z.object({ text: z.string() }) }, ({ data }) => <Sinks text={data.text} />)

export const home = page("/", {
  title: "Torture",
  state: counter,
  render: ({ state }) => (
    <main>
      <Count count={state.count} />
      <Log />
      <button type="button" id="add" {...on("click", add, { id: "clicked" })}>
        Add
      </button>
      <form id="form">
        <input name="text" aria-label="Text" />
      </form>
    </main>
  ),
})

export const barePage = page("/bare", {
  title: "Bare",
  render: () => (
    <main>
      <p id="said" />
      <Log />
    </main>
  ),
})

export const sinksPage = page("/sinks", {
  title: "Sinks",
  render: ({ query }) => (
    <main>
      <Sinks text={String(query.text ?? "")} />
    </main>
  ),
})

function Log() {
  return <p id="log" data-sent={JSON.stringify(sent())} />
}

function Sinks({ text }: { text: string }) {
  return (
    <section id="sinks" class={text} title={text} data-text={text}>
      <p>{text}</p>
      <textarea>{text}</textarea>
      <input value={text} placeholder={text} aria-label="Sink" />
      <Link text={text} />
      <style>{"p { color: inherit }"}</style>
    </section>
  )
}

/** An address is refused where it could run as a script. */
function Link({ text }: { text: string }) {
  try {
    return <a href={`https://example.com/?q=${encodeURIComponent(text)}`}>{text}</a>
  } catch {
    return <span>refused</span>
  }
}
