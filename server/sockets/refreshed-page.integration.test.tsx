import { afterAll, beforeAll, expect, it, vi } from "vitest"

import { handler } from "../events/handler.ts"
import { page } from "../pages/page.ts"
import { ROOM_HEADER } from "../protocol.ts"
import { testApp, type TestApp } from "../testing/index.ts"
import { openWire, type WirePage } from "./fixtures/wire-page.ts"

let count = 0
const waiting: (() => void)[] = []
const Box = () => (
  <section id="box">
    <p>A text that is longer than a difference to it.</p>
    <b>{count}</b>
  </section>
)
const add = handler("add", () => {
  count++
  return <Box />
})
const late = handler("late", { concurrent: true }, async () => {
  await new Promise<void>((resolve) => waiting.push(resolve))
  count++
  return <Box />
})

let app: TestApp
beforeAll(async () => {
  app = await testApp({ modules: { "components/box.tsx": { add, late, box: page("/", Box) } } })
})
afterAll(() => app.close())

/** The page renders itself anew; gives the identity of what it is to show. */
async function refreshed({ document }: WirePage): Promise<string> {
  const response = await fetch(app.url, { headers: { cookie: document.cookie, [ROOM_HEADER]: document.token } })
  return /&quot;shown&quot;:&quot;([^&]+)&quot;/.exec(await response.text())?.[1] ?? ""
}

async function release(): Promise<void> {
  await vi.waitFor(() => expect(waiting).toHaveLength(1))
  waiting.pop()?.()
}

const whole = () => [["morph", "box", expect.stringContaining(`<b>${count}</b></section>`)]]
const difference = () => [[0, "box", 1, String(count)]]

it("hears the whole where it may show what was rendered meanwhile, and may have heard it before that or after", async () => {
  const wire = await openWire(app.url, "/")
  expect(await wire.send({ n: 1, f: "add" })).toEqual(difference())
  const answer = wire.send({ n: 2, f: "late" })
  await vi.waitFor(() => expect(waiting).toHaveLength(1))
  const s = await refreshed(wire)
  await release()
  expect(await answer).toEqual(whole())
  expect(await wire.send({ n: 3, f: "add", s })).toEqual(whole())
  expect(await wire.send({ n: 4, f: "add" })).toEqual(difference())
  wire.close()
})

it("hears the whole of what an event answers that another document has sent", async () => {
  const wire = await openWire(app.url, "/")
  const answer = wire.send({ n: 1, f: "late" })
  await vi.waitFor(() => expect(waiting).toHaveLength(1))
  const s = await refreshed(wire)
  expect(await wire.send({ n: 2, f: "add", s })).toEqual(difference())
  await release()
  expect(await answer).toEqual(whole())
  expect(await wire.send({ n: 3, f: "add" })).toEqual(difference())
  wire.close()
})
