import { Append, field, FieldError, handler, on, page, state } from "livetsx"
import { z } from "zod"

// One copy for each open page, kept on the server.
const home = state("home", () => ({ count: 0 }))

export const add = handler("home:add", { state: home, data: z.object({ by: z.number().int() }) }, ({ data, state }) => {
  state.count += data.by
  return <Counter count={state.count} />
})

const greeting = z.object({ name: z.string().trim().min(2, "Two letters or more.").max(40) })

// To everyone who has the page open, on every node; the sender gets an empty form.
export const greet = handler("home:greet", { form: greeting }, async ({ form, broadcast, eventId }) => {
  await broadcast(
    <Append target="#greetings" limit={20}>
      <li id={`greeting-${eventId}`}>{`${form.name} says hello.`}</li>
    </Append>,
  )
  return <Greet />
})

export const homePage = page("/", {
  title: "Home",
  state: home,
  render: ({ state }) => (
    <main>
      <h1>It is live</h1>
      <Counter count={state.count} />
      <Greet />
      <ul id="greetings" aria-live="polite" />
    </main>
  ),
})

function Counter({ count }: { count: number }) {
  return (
    <section id="counter">
      <output>{count}</output>
      {/* Every click counts, also while one is under way: without "queue" it would be left out. */}
      <button type="button" {...on("click", add, { by: 1 }, { sync: "queue" })}>
        +1
      </button>
    </section>
  )
}

function Greet() {
  return (
    <form id="greet" {...on("submit", greet)}>
      <label>
        Your name <input {...field(greet, "name")} autocomplete="off" />
      </label>
      <FieldError of={greet} name="name" />
      <button type="submit">Say hello</button>
    </form>
  )
}
