import { afterEach, expect, it } from "vitest"

import { openPage, testApp, type TestApp } from "../testing/index.ts"
import { page } from "./page.ts"

const modules = { "components/pages.tsx": { list: page("/lists/:list", () => <p>list</p>), about: page("/about", () => <p>about</p>) } }
const apps: TestApp[] = []
afterEach(() => Promise.all(apps.splice(0).map((app) => app.close())))

async function nothingThere(mode: "development" | "production") {
  const app = await testApp({ modules, mode, printLog: false })
  apps.push(app)
  return openPage(app, "/")
}

it("shows authors which pages there are where there is none", async () => {
  const opened = await nothingThere("development")
  expect([opened.status, opened.texts("#liveview-status li")]).toEqual([404, ["/about", "/lists/:list"]])
  expect(opened.count("#liveview-status a")).toBe(1)
})

it("does not show visitors which pages there are", async () => {
  const opened = await nothingThere("production")
  expect([opened.status, opened.count("#liveview-status li")]).toEqual([404, 0])
})
