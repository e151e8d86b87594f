import type { Frame } from "./frames.ts"

/** Which way a message goes, as the page sees it. */
export type Direction = Frame["direction"]

/**
 * What a test does to the connection between a page and its server. A message is an event of the page, its answer, or what the server
 * sends by itself; documents and uploads go their own way. Delays pass by the clock of the browsers: see `testApp({ clock: "held" })`.
 */
export interface PageNetwork {
  /** Breaks the connection, once; the page comes back by itself. `page.disconnect()` keeps it cut. */
  cut(): void
  /** Lets everything arrive so many milliseconds later, in order, from now on; both ways where nobody says. */
  delay(milliseconds: number, direction?: Direction): void
  /** Lets nothing arrive until `release()`, as on a line that hangs: the connection stays open, and nobody is told. */
  hold(direction?: Direction): void
  /** Loses the next message that has this in its text. */
  dropNext(direction: Direction, matching?: string | RegExp): void
  /** Lets the next message that has this in its text arrive twice. */
  duplicateNext(direction: Direction, matching?: string | RegExp): void
  /** Lets the next message that has this in its text arrive behind the one that follows it. */
  reorderNext(direction: Direction, matching?: string | RegExp): void
  /** How many messages have been kept from arriving, and will arrive. */
  readonly waiting: number
  /** Ends every fault: what was held or delayed arrives at once. */
  release(): void
}
