import { openPage, testApp } from "livetsx/testing"
import { afterAll, expect, it } from "vitest"

const live = await testApp()
afterAll(() => live.close())

it("counts, for each page by itself", async () => {
  const [mine, other] = [await openPage(live, "/"), await openPage(live, "/")]
  await mine.click("+1")
  await mine.click("+1")
  await mine.settled()
  expect([mine.text("output"), other.text("output")]).toEqual(["2", "0"])
})

it("shows a greeting to everyone", async () => {
  const [ann, ben] = [await openPage(live, "/"), await openPage(live, "/")]
  await ann.fill("[name=name]", "Ann")
  await ann.submit("#greet")
  await ben.waitFor(() => ben.exists("#greetings li"))
  expect(ben.texts("#greetings li")).toEqual(["Ann says hello."])
  expect(ann.value("[name=name]")).toBe("")
})
