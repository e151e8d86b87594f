import { handler, Link, on, page } from "livetsx"

const towns: Record<string, string[]> = { norway: ["Bergen", "Tromsø"], ireland: ["Cork"] }

interface Order {
  country?: string
  wrong?: boolean
}

/** Two selects, of which one depends on the other. */
export const choose = handler("choose", ({ form }) => <OrderForm country={String(form.country)} wrong={form.country === "nowhere"} />)

/** What was sent is cleared. */
export const order = handler("order", () => <OrderForm />)

/** Answers while somebody writes. */
export const check = handler("check", ({ form }) => (
  <>
    <CheckForm name={String(form.name)} />
    <output id="checked">checked {String(form.name)}</output>
  </>
))

/** What the server knows better, and says while the field is written in. */
export const correct = handler("correct", () => <CheckForm name="CORRECTED" />)

export const search = handler("search", ({ form }) => <output id="found">found {String(form.query)}</output>)
export const find = handler("find", ({ form }) => <output id="sent">sent {String(form.query)}</output>)

export const orderPage = page("/order", () => (
  <main>
    <OrderForm />
    <CheckForm />
    <output id="checked" />
    <button type="button" {...on("click", correct)}>
      Correct
    </button>
    <label>
      Elsewhere <input id="elsewhere" />
    </label>
    <form id="search" {...on("submit", find)}>
      <label>
        Query <input name="query" {...on("input", search, {}, { debounce: 60_000 })} />
      </label>
      <button type="submit">Find</button>
    </form>
    <label>
      Query from outside <input name="query" form="outside" {...on("input", search, {}, { debounce: 10 })} />
    </label>
    <form id="outside" />
    <output id="found" />
    <output id="sent" />
    <Link href="/other">Other page</Link>
  </main>
))

export const otherPage = page("/other", () => (
  <main>
    <h1>Other page</h1>
    <output id="found" />
    <ul id="rows" />
    <output id="saved" />
  </main>
))

function OrderForm({ country = "", wrong = false }: Order) {
  return (
    <form id="order" {...on({ change: choose, submit: order })}>
      <label>
        Country{" "}
        <select name="country" class={wrong ? "wrong" : undefined}>
          <option value="">–</option>
          {[...Object.keys(towns), "nowhere"].map((name) => (
            <option selected={name === country}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        Town{" "}
        <select name="town">
          <option value="">–</option>
          {(towns[country] ?? []).map((town) => (
            <option>{town}</option>
          ))}
        </select>
      </label>
      <label>
        Remark <input name="remark" />
      </label>
      <button type="submit">Order</button>
    </form>
  )
}

function CheckForm({ name = "" }: { name?: string }) {
  return (
    <form id="check" {...on("input", check)}>
      <label>
        Name <input name="name" value={name} />
      </label>
    </form>
  )
}
