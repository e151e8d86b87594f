import { clock, pass } from "./clock.ts"
import type { EventQueue } from "./event-queue.ts"

/** Milliseconds that the events of a page which is left may still take, and after which something must have been sent. */
const patience = { all: 5_000, next: 50 }

/**
 * Resolves when what the person did on a page has been answered: the page that comes next has no part in it. What cannot be sent now is
 * not waited for, nor what is concurrent once it is sent.
 */
export async function finished(queue: EventQueue): Promise<void> {
  const end = clock.now() + patience.all
  const size = () => queue.size(true)
  for (let left = size(); left && clock.now() < end; left = size()) {
    await Promise.race([queue.settled(true), pass(end - clock.now())])
    if (size() === left) await pass(patience.next)
    if (size() === left) return
  }
}
