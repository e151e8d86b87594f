import { afterEach, expect, it, vi } from "vitest"

import { handler } from "../events/handler.ts"
import { on } from "../events/on.ts"
import { state } from "../events/state.ts"
import { internals } from "../live-view.ts"
import { openPage, testApp, type TestApp, type TestPage } from "../testing/index.ts"
import { stateLifetime } from "./live-pages.ts"
import { page } from "./page.ts"

let begun = 0
const draft = state("draft", () => ({ text: "", begun: ++begun, times: 0 }))

const keep = handler("keep", { state: draft }, ({ state, form }) => {
  state.text = String(form.text)
  state.times += 1
  return <Draft {...state} />
})

const modules = {
  "components/draft.tsx": {
    keep,
    draft: page("/", { state: draft, render: ({ state }) => <Draft {...state} /> }),
  },
}

let app: TestApp
afterEach(async () => {
  vi.useRealTimers()
  await app.close()
})

/** More than an hour: neither the node nor the store knows the page any more. */
async function sleep(page: TestPage): Promise<void> {
  await page.disconnect()
  const { site } = await internals(app.live).ready()
  for (const live of site.livePages) await site.livePages.drop(live)
  vi.useFakeTimers({ toFake: ["Date"] })
  vi.setSystemTime(Date.now() + (stateLifetime + 60) * 1_000)
  await page.reconnect()
  await page.settled()
}

it("keeps in the page what was written, also what the server had taken up, when the state is lost, and says it again", async () => {
  app = await testApp({ modules })
  const page = await openPage(app, "/")
  await page.fill("text", "half a sentence")
  await page.settled()
  expect(page.text("output")).toBe("half a sentence, kept 1 times in state 1")
  await page.focus("other")
  await sleep(page)
  expect(page.text("output")).toBe("half a sentence, kept 1 times in state 2")
  expect(page.value("text")).toBe("half a sentence")
})

function Draft({ text, times, begun }: { text: string; times: number; begun: number }) {
  return (
    <form id="draft" {...on("input", keep)}>
      <input name="text" aria-label="text" value={text} />
      <input name="other" aria-label="other" />
      <output>
        {text}, kept {times} times in state {begun}
      </output>
    </form>
  )
}
