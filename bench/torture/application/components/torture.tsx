import { setTimeout as pause } from "node:timers/promises"

import { handler, on, page, redirect, refuse, state, trustedHtml, Update, Upload, Url, Visit } from "livetsx"
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

/** Reads a file that was sent, and so takes it. */
export const take = handler("take", { data }, async ({ data, form }) => {
  const { file } = form
  if (!(file instanceof Upload)) throw refuse("No file")
  ran(data.id)
  const { length } = await file.text()
  return <p id="said">{length}</p>
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
      <button type="button" id="add" {...on("click", add, { id: "clicked" }, { sync: "queue" })}>
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
      <button type="button" id="patch" data-liveview-function="sinks" data-action="click->page#run">
        Patch
      </button>
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
      <a class="sink" href={text} {...spread(text)}>
        {text}
      </a>
      <form action={text}>
        <button class="sink" type="button" formaction={text}>
          {text}
        </button>
      </form>
      <img src={text} alt={text} />
      <iframe src={text} title={text} />
      <div style={text} />
      <div dangerouslySetInnerHTML={trustedHtml(text)} />
      <svg>
        <a href={text}>
          <text>{text}</text>
        </a>
      </svg>
    </section>
  )
}

/** What a careless author would hand on: attributes that a visitor has named. */
function spread(text: string): Record<string, unknown> {
  return { onclick: text, onmouseover: text, srcdoc: text, [text]: text, dangerouslySetInnerHTML: undefined }
}

/** Every way in which an answer names an address. */
export const go = handler("go", { data: z.object({ url: z.string(), how: z.string() }) }, ({ data: { url, how } }) => {
  if (how === "visit") return <Visit url={url} />
  if (how === "url") return <Url href={url} />
  if (how === "option")
    return (
      <Update target="#said" url={url}>
        said
      </Update>
    )
  return redirect(url)
})
