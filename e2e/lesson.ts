import type { Locator, Page } from "@playwright/test"

/** The two ways of writing a lesson: both must do the same. */
export const ways = ["Attributes by hand", "on(…)"] as const

export type Way = (typeof ways)[number]

/** The part of a lesson that is written in one of the two ways. */
export function way(page: Page, name: Way): Locator {
  return page.getByRole("region", { name, exact: true })
}

let counter = 0

/** A text that no other test writes: the lessons' data are shared. */
export function unique(text: string): string {
  counter += 1
  return `${text} ${process.pid}-${Date.now().toString(36)}-${counter}`
}
