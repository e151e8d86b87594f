import { chromiumFlags, chromiumPath } from "../scripts/chromium.mjs"
import { expect, open, own, tell, test } from "./lab.ts"

// Playwright turns off what keeps pages for Back and Forward.
test.use({ launchOptions: { executablePath: chromiumPath(), args: chromiumFlags, ignoreDefaultArgs: ["--disable-back-forward-cache"] } })

test("a page that the browser keeps while another is loaded comes back as it was left, live, with what it has missed", async ({
  page,
  visitor,
  network,
}) => {
  const other = await visitor()
  await open(page, own("/flight"))
  await open(other, `${network.url}${own("/flight")}`)
  await page.getByRole("button", { name: "Add" }).click()
  await expect(page.locator("#rows li")).toHaveCount(1)
  await page.evaluate(() => {
    addEventListener("pageshow", ({ persisted }) => Object.assign(window, { persisted }))
    document.querySelector("main")?.append(Object.assign(document.createElement("input"), { id: "script", value: "by hand" }))
  })
  await page.goto("/healthz")
  await tell(other)
  await tell(other)
  await page.evaluate(() => history.back())
  await page.waitForFunction(() => "persisted" in window && window.persisted)
  await expect(page.locator("#listener")).toHaveAttribute("title", "1 1 ")
  await expect(page.locator("#rows li")).toHaveText(["1"])
  await expect(page.locator("#script")).toHaveValue("by hand")
  await page.getByRole("button", { name: "Add" }).click()
  await expect(page.locator("#rows li")).toHaveText(["1", "2"])
  await tell(other)
  await expect(page.locator("#listener")).toHaveAttribute("title", "1 1 1 ")
})
