import { Append, handler, on, page, Prepend, Remove, rerender, state, Update } from "livetsx"
import { z } from "zod"

const keyed = state("keyed", () => ({ order: "abcdefghij", round: 0 }))

/** The same list in another order, each row with other content. */
export const reorder = handler("reorder", { state: keyed, form: z.object({ order: z.string() }) }, ({ form, state }) => {
  state.order = form.order
  state.round += 1
  return rerender()
})

export const keyedPage = page("/keyed", {
  state: keyed,
  render: ({ state: { order, round } }) => {
    const rows = [...order]
    return (
      <main>
        <form {...on("submit", reorder)}>
          <input name="order" aria-label="Order" />
          <button type="submit">Reorder</button>
        </form>
        <ul id="flat">
          {rows.map((key) => (
            <li key={key}>
              {key} {round}
            </li>
          ))}
        </ul>
        <div id="nested">
          {rows.map((key) => (
            <section key={key}>
              <h2>{key}</h2>
              <ul>
                {[...rows].reverse().map((inner) => (
                  <li key={inner}>
                    {key}
                    {inner} {round % 2 ? <b>{round}</b> : round}
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
        <table>
          <tbody id="table">
            {rows.map((key, index) => (
              <tr id={`row-${key}`} data-controller="noted" class={index % 2 ? "odd" : undefined}>
                <td>{key}</td>
                <td>
                  <input aria-label={`note ${key}`} name={`note-${key}`} value={`${round}`} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </main>
    )
  },
})

/** A window on 1,000 lines that is moved by what appears at its ends. */
const limit = 60
const step = 20
const lines = state("lines", () => ({ from: 500, to: 540 }))

function Line({ n }: { n: number }) {
  return (
    <li id={`line-${n}`} style="height: 40px">
      Line {n}
    </li>
  )
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)

export const earlier = handler("earlier", { state: lines }, ({ state }) => {
  const from = Math.max(0, state.from - step)
  const added = range(from, state.from)
  Object.assign(state, { from, to: Math.min(state.to, from + limit) })
  return [
    <Prepend target="#lines" limit={limit}>
      {added.map((n) => (
        <Line n={n} />
      ))}
    </Prepend>,
    <End at="top" n={from} />,
  ]
})

export const later = handler("later", { state: lines }, ({ state }) => {
  const to = Math.min(1_000, state.to + step)
  const added = range(state.to, to)
  Object.assign(state, { to, from: Math.max(state.from, to - limit) })
  return [
    <Append target="#lines" limit={limit}>
      {added.map((n) => (
        <Line n={n} />
      ))}
    </Append>,
    <End at="bottom" n={to} />,
  ]
})

export const gone = handler("gone", { data: z.object({ at: z.string() }) }, ({ data }) => <Update target="#gone">{data.at} is gone</Update>)

export const linesPage = page("/lines", {
  state: lines,
  render: ({ state: { from, to } }) => (
    <main>
      <output id="gone" />
      <div id="window" style="height: 400px; overflow: auto">
        <End at="top" n={from} />
        <ul id="lines" style="margin: 0">
          {range(from, to).map((n) => (
            <Line n={n} />
          ))}
        </ul>
        <End at="bottom" n={to} />
      </div>
    </main>
  ),
})

function End({ at, n }: { at: "top" | "bottom"; n: number }) {
  return (
    <p id={at} style="height: 20px; margin: 0" {...on({ appear: at === "top" ? earlier : later, disappear: [gone, { at }] })}>
      {at} at {n}
    </p>
  )
}

/** A list that says when it is empty, by a row that is always there. */
export const put = handler("put", { data: z.object({ id: z.string() }) }, ({ data }) => (
  <Append target="#todo" limit={2}>
    <li id={data.id}>{data.id}</li>
  </Append>
))
export const drop = handler("drop", { data: z.object({ id: z.string() }) }, ({ data }) => <Remove target={`#${data.id}`} />)

export const todoPage = page("/todo", () => (
  <main>
    <ul id="todo">
      <li class="empty" data-liveview-permanent>
        Nothing to do
      </li>
    </ul>
    {["one", "two", "three"].map((id) => (
      <p>
        <button type="button" {...on("click", put, { id })}>
          Put {id}
        </button>
        <button type="button" {...on("click", drop, { id })}>
          Drop {id}
        </button>
      </p>
    ))}
  </main>
))
