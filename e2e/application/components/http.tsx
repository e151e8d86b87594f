import { Flash, handler, on, page, refuse, rerender } from "livetsx"

/** What was ordered, by whom. */
const orders: string[] = []

/** Takes its time, so that somebody may press twice. */
export const order = handler("http:order", async ({ form, response }) => {
  if (form.what === "moon") throw refuse("Not for sale.", { field: "what" })
  orders.push(`${form.what} ${form.size} ${response ? "over HTTP" : "over the socket"}`)
  response?.cookie("ordered", String(form.what), { httpOnly: true })
  await new Promise((resolve) => setTimeout(resolve, 200))
  return [rerender(), <Flash kind="success">Ordered</Flash>]
})

export const look = handler("http:look", ({ form }) => <output id="looked">{String(form.what)}</output>)

export const httpPage = page("/http", ({ request, query }) => (
  <main>
    <form
      {...on({ submit: [order, {}, { http: true }], input: look })}
      data-liveview-unsaved="Leave?"
      aria-label="Order"
      data-liveview-disable-with="Ordering…"
    >
      <input name="what" aria-label="What" required />
      <button type="submit" name="size" value="small">
        Small
      </button>
      <button type="submit" name="size" value="large">
        Large
      </button>
    </form>
    <output id="looked" />
    <p id="cookie">{/ordered=(\w+)/.exec(request.headers.cookie ?? "")?.[1] ?? "none"}</p>
    <ul>
      {orders
        .filter((text) => text.startsWith(`${query.who} `))
        .map((text) => (
          <li>{text}</li>
        ))}
    </ul>
  </main>
))
