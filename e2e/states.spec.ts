import type { Page } from "@playwright/test"

import { expectAccessible } from "./axe.ts"
import { way } from "./lesson.ts"
import { startNetwork } from "./network.ts"
import { expect, test } from "./test.ts"

interface State {
  path: string
  /** Brings the page into the state. */
  reach(page: Page): Promise<unknown>
  mistakes?: RegExp[]
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).first()

async function logIn(page: Page, password = "lighthouse"): Promise<void> {
  const form = page.getByRole("form", { name: "Log in" })
  await form.getByRole("textbox", { name: "Name" }).fill("keeper")
  await form.getByLabel("Password").fill(password)
  await form.getByRole("button", { name: "Log in" }).click()
}

/** As when the network has gone. */
async function disconnect(page: Page): Promise<void> {
  // In this order the page does not try to connect again.
  await page.evaluate(() => dispatchEvent(new Event("pagehide")))
  await page.context().setOffline(true)
  await expect(page.getByText(/Connection lost/)).toBeVisible()
}

const states: Record<string, State> = {
  "errors beside fields, by hand": {
    path: "/contact",
    reach: async (page) => {
      const form = way(page, "Attributes by hand")
      await form.getByRole("textbox", { name: "Name" }).fill("Al")
      await form.getByRole("textbox", { name: "E-mail" }).focus()
      await expect(form.getByText("Name must be at least 3 characters")).toBeVisible()
    },
  },
  "errors beside fields": {
    path: "/contact",
    mistakes: [/"code":"invalid"/],
    reach: async (page) => {
      const form = way(page, "on(…)")
      await form.getByRole("textbox", { name: "Name" }).fill("Alma")
      await form.getByRole("textbox", { name: "E-mail" }).fill("alma@harbour")
      await form.getByRole("textbox", { name: "Message" }).fill("The lamp is out.")
      await form.getByRole("button", { name: "Submit" }).click()
      await expect(form.getByText("Invalid email address")).toBeVisible()
    },
  },
  "thanks in place of a form": {
    path: "/contact",
    reach: async (page) => {
      const form = way(page, "on(…)")
      await form.getByRole("textbox", { name: "Name" }).fill("Alma")
      await form.getByRole("textbox", { name: "E-mail" }).fill("alma@harbour.example")
      await form.getByRole("textbox", { name: "Message" }).fill("The lamp is out.")
      await form.getByRole("button", { name: "Submit" }).click()
      await expect(page.getByText("Thank you, Alma.")).toBeVisible()
    },
  },
  "a login that is refused": {
    path: "/login",
    mistakes: [/"refused","message":"Wrong name or password\."/],
    reach: async (page) => {
      await logIn(page, "wrong")
      await expect(page.getByRole("form", { name: "Log in" }).getByText("Wrong name or password.")).toBeVisible()
    },
  },
  "a visitor who is logged in": {
    path: "/login",
    reach: async (page) => {
      await logIn(page)
      await expect(page.getByText("You are keeper.")).toBeVisible()
    },
  },
  "an account": {
    path: "/login",
    reach: async (page) => {
      await logIn(page)
      await page.getByRole("link", { name: "Your account" }).click()
      await expect(page.getByRole("form", { name: "Account" })).toBeVisible()
    },
  },
  "a modal of divs": {
    path: "/dialog",
    reach: async (page) => {
      await button(page, "Open Modal").click()
      await expect(page.getByRole("dialog")).toBeVisible()
    },
  },
  "a dialog of divs": {
    path: "/dialog",
    reach: async (page) => {
      await way(page, "Attributes by hand").getByRole("button", { name: "Open Dialog" }).click()
      await expect(page.getByRole("dialog")).toBeVisible()
    },
  },
  "a dialog of the browser's": {
    path: "/dialog",
    reach: async (page) => {
      await way(page, "on(…)").getByRole("button", { name: "Open Dialog" }).click()
      await expect(page.getByRole("dialog")).toBeVisible()
    },
  },
  "what was confirmed": {
    path: "/dialog",
    reach: async (page) => {
      await way(page, "on(…)").getByRole("button", { name: "Open Dialog" }).click()
      await button(page, "Confirm").click()
      await expect(page.locator("#message")).toContainText("completed successfully")
    },
  },
  "a toast": {
    path: "/counter",
    mistakes: [/missing_target/, /expected .* on the page, found nothing/],
    reach: async (page) => {
      await page.evaluate(() => {
        for (const element of document.querySelectorAll("main [id]:not(h1,h2,h3,h4)")) element.removeAttribute("id")
      })
      await way(page, "on(…)").getByRole("button", { name: "Add 1", exact: true }).click()
      await expect(page.locator(".liveview-toast--error")).toBeVisible()
    },
  },
  "a page without its connection": { path: "/counter", reach: disconnect },
  "what waits for the connection": {
    path: "/counter",
    reach: async (page) => {
      await disconnect(page)
      await way(page, "on(…)").getByRole("button", { name: "Add 1", exact: true }).click()
      await expect(page.locator(".liveview-banner")).toContainText("1")
    },
  },
  "a search with results": {
    path: "/search",
    reach: async (page) => {
      await way(page, "on(…)").getByRole("searchbox").fill("lens")
      await expect(way(page, "on(…)").getByRole("status")).toContainText("article")
    },
  },
  "a search with none": {
    path: "/search",
    reach: async (page) => {
      await way(page, "on(…)").getByRole("searchbox").fill("nothing like it")
      await expect(way(page, "on(…)")).toContainText("Nothing about nothing like it.")
    },
  },
  "lists that are empty": {
    path: "/list",
    reach: async (page) => {
      // The lists are everybody's: they are emptied here alone.
      await page.evaluate(() => {
        for (const row of document.querySelectorAll("#items-list > li,#packed > li")) row.remove()
      })
      await expect(page.getByText("Nothing packed.")).toBeVisible()
    },
  },
  "a line that is edited": {
    path: "/edit",
    reach: async (page) => {
      await page
        .getByRole("button", { name: /^Edit: / })
        .last()
        .click()
      await expect(page.getByRole("form", { name: "Edit note" })).toBeVisible()
    },
  },
  "help for keys": {
    path: "/keyboard",
    reach: async (page) => {
      const flags = page.getByRole("form", { name: "Flags", exact: true })
      await flags.getByRole("button", { name: "Next" }).focus()
      await page.keyboard.press("?")
      await expect(way(page, "on(…)").getByText("this help")).toBeVisible()
    },
  },
  notifications: {
    path: "/notifications",
    reach: async (page) => {
      await way(page, "on(…)").getByRole("button", { name: "Announce an update for 5 seconds" }).click()
      await expect(page.getByRole("log", { name: "Notifications" }).getByText("New update available!").first()).toBeVisible()
    },
  },
  "content of a handler": {
    path: "/languages",
    reach: async (page) => {
      await way(page, "on(…)").getByRole("button", { name: "Show content" }).click()
      await expect(page.locator("#content")).toContainText("One turn of the lamp")
    },
  },
  "another language": {
    path: "/languages",
    reach: async (page) => {
      await page.getByRole("navigation", { name: "Language" }).getByRole("link", { name: "Español" }).click()
      await expect(page.locator("html")).toHaveAttribute("lang", "es")
    },
  },
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const [name, { path, reach, mistakes: expected = [] }] of Object.entries(states)) {
    test(`axe finds nothing serious in ${name} (${path}, ${colorScheme})`, async ({ page, mistakes }) => {
      for (const one of expected) mistakes.expect(one)
      await prepare(page, colorScheme)
      await page.goto(path)
      await loaded(page)
      await reach(page)
      await expectAccessible(page)
    })
  }

  test(`axe finds nothing serious while an answer is awaited (${colorScheme})`, async ({ page }) => {
    const network = await startNetwork(Number(process.env.E2E_PORT))
    await prepare(page, colorScheme)
    await page.goto(`${network.url}/email`)
    await loaded(page)
    const form = way(page, "on(…)")
    await form.getByRole("textbox", { name: "Name" }).fill("Alma")
    await form.getByRole("textbox", { name: "E-mail" }).fill("alma@harbour.example")
    await form.getByRole("textbox", { name: "Message" }).fill("The lamp is out.")
    network.hold()
    await form.getByRole("button", { name: "Send" }).click()
    await expect(page.getByRole("progressbar")).toBeVisible()
    await expect(form.getByRole("button", { name: "Sending…" })).toBeDisabled()
    await expectAccessible(page)
    network.release()
    await expect(form.getByRole("textbox", { name: "Message" })).toHaveValue("")
    await network.close()
  })
}

async function prepare(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
}

async function loaded(page: Page): Promise<void> {
  await page.waitForFunction(() => document.adoptedStyleSheets.length > 0)
}
