import { handler, on, page, state } from "livetsx"

interface List {
  first: number
  count: number
  changes: number
  /** Number of the row that `change` changes. */
  middle: number
  swapped: boolean
  clicks: number
}

const list = state("list", ({ query }): List => {
  const count = Number(query.rows ?? 100)
  return { first: 0, count, changes: 0, middle: count >> 1, swapped: false, clicks: 0 }
})

/** Every handler returns the whole list: what travels is for the framework to find out. */
export const change = handler("change", { state: list }, ({ state }) => {
  state.changes += 1
  return <Rows {...state} />
})

/** To everyone, whole, and not as the answer: the browser has to find out what is different. */
export const changeForAll = handler("change-for-all", { state: list }, ({ state, background }) => {
  state.changes += 1
  const rows = <Rows {...state} />
  background(({ broadcast }) => broadcast(rows))
})

export const append = handler("append", { state: list }, ({ state }) => {
  state.count += 1
  return <Rows {...state} />
})

export const prepend = handler("prepend", { state: list }, ({ state }) => {
  state.first -= 1
  state.count += 1
  return <Rows {...state} />
})

export const removeFirst = handler("remove-first", { state: list }, ({ state }) => {
  state.first += 1
  state.count -= 1
  return <Rows {...state} />
})

export const swap = handler("swap", { state: list }, ({ state }) => {
  state.swapped = !state.swapped
  return <Rows {...state} />
})

export const count = handler("count", { state: list }, ({ state }) => {
  state.clicks += 1
  return <Clicks clicks={state.clicks} />
})

export const remove = handler("remove", () => {})

export const rowsPage = page("/rows", {
  title: "Rows",
  state: list,
  render: ({ state }) => (
    <>
      <Clicks clicks={state.clicks} />
      <button type="button" id="change" {...on("click", change)}>
        Change
      </button>
      <button type="button" id="change-for-all" {...on("click", changeForAll)}>
        Change for all
      </button>
      <Rows {...state} />
    </>
  ),
})

function Clicks({ clicks }: { clicks: number }) {
  return (
    <p id="clicks">
      <output>{clicks}</output>
      <button type="button" id="count" {...on("click", count)}>
        +1
      </button>
    </p>
  )
}

function Rows(list: List) {
  return (
    <table id="list">
      <tbody>
        {numbers(list).map((number) => (
          <tr key={number} class="row">
            <td>{number}</td>
            <td>{number === list.middle && list.changes ? `Changed ${list.changes}` : `Person ${number}`}</td>
            <td>user{number}@example.com</td>
            <td>active</td>
            <td>
              <button type="button" {...on("click", remove, { number })}>
                Remove
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function numbers({ first, count, swapped }: List): number[] {
  const numbers = Array.from({ length: count }, (_, index) => first + index)
  const [second = first] = numbers.splice(1, 1, ...(swapped ? numbers.slice(-2, -1) : numbers.slice(1, 2)))
  if (swapped) numbers.splice(-2, 1, second)
  return numbers
}
