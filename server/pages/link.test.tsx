import { expect, it } from "vitest"

import { openPage, testApp } from "../testing/index.ts"
import { Link } from "./link.tsx"
import { page } from "./page.ts"

const modules = {
  "components/pages.tsx": {
    home: page("/", () => (
      <Link href="/about" class="wide">
        About
      </Link>
    )),
    about: page("/about", { title: "About", render: () => <h1>About us</h1> }),
  },
}

it("is followed without a page load", async () => {
  const live = await testApp({ modules })
  const opened = await openPage(live, "/")
  const { window } = opened
  expect(opened.attribute("a", "class")).toBe("wide")
  await opened.click("About")
  await opened.settled()
  expect([opened.url, opened.title, opened.text("h1")]).toEqual(["/about", "About", "About us"])
  expect(opened.window).toBe(window)
  await live.close()
})

it("says how it is followed", async () => {
  const home = page("/", () => <Link href="/about" prefetch transition replace />)
  const live = await testApp({ modules: { "components/pages.tsx": { home } } })
  const opened = await openPage(live, "/")
  const names = ["data-liveview-visit", "data-liveview-prefetch", "data-liveview-transition", "prefetch", "replace"]
  expect(names.map((name) => opened.attribute("a", name))).toEqual(["replace", "true", "true", null, null])
  await live.close()
})

it("arrives also where the fragment is no place and cannot be decoded", async () => {
  const home = page("/", () => <Link href="/about#100%">About</Link>)
  const live = await testApp({ modules: { "components/pages.tsx": { home, about: modules["components/pages.tsx"].about } } })
  const opened = await openPage(live, "/")
  const arrived: string[] = []
  opened.document.addEventListener("liveview:visit", ({ type }) => arrived.push(type))
  await opened.click("About")
  await opened.settled()
  expect([opened.url, arrived]).toEqual(["/about#100%", ["liveview:visit"]])
  await live.close()
})
