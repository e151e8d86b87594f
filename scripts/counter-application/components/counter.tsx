// components/counter.tsx
import { handler, on, page, state } from "livetsx"
import { z } from "zod"

const counter = state("counter", () => ({ count: 0 }))     // one per open page, kept on the server

export const add = handler("add", { state: counter, data: z.object({ by: z.coerce.number<number>().int() }) }, ({ data, state }) => {
  state.count += data.by
  return <Counter count={state.count} />                    // morphs the element with id "counter"
})

export const counterPage = page("/counter", {
  title: "Counter",
  state: counter,
  render: ({ state }) => <Counter count={state.count} />,
})

function Counter({ count }: { count: number }) {
  return (
    <section id="counter">
      <output>{count}</output>
      <button {...on("click", add, { by: 1 })}>+1</button>
      {/* the same, by hand, exactly as the seed writes it */}
      <button data-liveview-function="add" data-data-by="1" data-action="click->page#run">+1</button>
    </section>
  )
}
