import { readFileSync } from "node:fs"

import { OwnServer } from "./server.ts"
import { expect, test } from "./test.ts"

test("what a handler throws is logged with its kind and the line of its source", async ({ page, mistakes }) => {
  mistakes.expect(/handler_error/)
  const server = await OwnServer.start(process.env.E2E_LAB_DIR)
  await page.goto(`${server.url}/flight`)
  await page.getByRole("button", { name: "Fail" }).click()
  await expect(page.locator(".liveview-toast--error")).toBeVisible()
  await page.goto("about:blank")
  await server.stop("SIGTERM")
  const lines = readFileSync(new URL("application/components/flight.tsx", import.meta.url), "utf8").split("\n")
  const line = lines.findIndex((text) => text.includes('throw new Error("on purpose")')) + 1
  expect(server.output).toMatch(new RegExp(`"type":"Error","message":"on purpose","stack":"[^"]*components/flight\\.tsx:${line}:`))
})
