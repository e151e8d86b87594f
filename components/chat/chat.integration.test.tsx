import { afterAll, beforeAll, it } from "vitest"

import { openPage, testApp, type TestApp } from "livetsx/testing"

let app: TestApp
beforeAll(async () => {
  app = await testApp()
}, 30_000)
afterAll(() => app?.close())

it("shows who is in the room, by the name that they chose, until they go", async () => {
  const ada = await openPage(app, "/chat", { session: { nickname: "Ada" } })
  await ada.waitFor(() => ada.text("#who-harbour") === "Here now: Ada")
  const bob = await openPage(app, "/chat?way=on", { session: { nickname: "Bob" } })
  await ada.waitFor(() => ada.text("#who-harbour") === "Here now: Ada, Bob")
  await bob.fill("#nickname", "Robert")
  await bob.submit("#name-form")
  await ada.waitFor(() => ada.text("#who-harbour") === "Here now: Ada, Robert")
  await bob.click(".rooms a:not([aria-current])")
  await bob.settled()
  await ada.waitFor(() => ada.text("#who-harbour") === "Here now: Ada")
}, 20_000)
