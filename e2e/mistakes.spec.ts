import { expect, test } from "./test.ts"

// The tests below are marked as failing: they make the mistakes that must fail any test.
test.describe("a test fails", () => {
  test.fail()

  test("with an error in the console of another visitor", async ({ visitor }) => {
    const other = await visitor()
    await other.goto("/")
    await other.evaluate(() => console.error("as a library would"))
  })

  test("with an exception in the page", async ({ page }) => {
    await page.goto("/")
    const thrown = page.waitForEvent("pageerror")
    await page.evaluate(() => void setTimeout(() => JSON.parse("{")))
    await thrown
  })

  test("with something that the security policy refuses", async ({ page }) => {
    await page.goto("/")
    await page.evaluate(() => {
      const style = document.createElement("style")
      style.textContent = "body { color: red }"
      document.head.append(style)
    })
  })

  test("with an event that was never answered", async ({ page }) => {
    await page.addInitScript(() => {
      const send = WebSocket.prototype.send
      WebSocket.prototype.send = function (data) {
        send.call(this, data)
        if (!String(data).startsWith("40")) return
        // Connected, it sends an event whose name the server does not know and so does not answer.
        this.addEventListener("message", ({ data }) => String(data).startsWith("40") && send.call(this, '429999["unheard"]'))
      }
    })
    const sent = page
      .waitForEvent("websocket")
      .then((socket) => socket.waitForEvent("framesent", ({ payload }) => String(payload).startsWith("429999")))
    await page.goto("/")
    await sent
  })

  test("with an expected mistake that was not made", async ({ page, mistakes }) => {
    mistakes.expect(/a mistake that nobody makes/)
    await page.goto("/")
  })
})

test("a mistake that is expected does not fail a test", async ({ page, mistakes }) => {
  mistakes.expect(/on purpose/)
  await page.goto("/")
  await page.evaluate(() => console.error("on purpose"))
  await expect(page.locator("body")).toBeVisible()
})
