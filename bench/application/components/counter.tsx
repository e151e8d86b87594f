import { handler, on, page, state } from "livetsx"

const counter = state("counter", () => ({ count: 0 }))

export const add = handler("add", { state: counter }, ({ state }) => {
  state.count += 1
  return <Counter count={state.count} />
})

/** Keeps its own page waiting, and should keep no other. */
export const wait = handler("wait", async () => {
  await new Promise((resolve) => setTimeout(resolve, 1_000))
})

export const counterPage = page("/counter", { title: "Counter", state: counter, render: ({ state }) => <Counter count={state.count} /> })

function Counter({ count }: { count: number }) {
  return (
    <section id="counter">
      <output>{count}</output>
      <button {...on("click", add)}>+1</button>
    </section>
  )
}
