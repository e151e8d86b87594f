/** Milliseconds that a test waits for what has to happen, unless it is told otherwise. */
export const patience = 10_000

/** Milliseconds between two looks. */
const pace = 5

/** Looks until there is nothing left to wait for; gives what it still waited for when the time was up. */
export async function waitUntil(
  left: () => Promise<string | undefined> | string | undefined,
  milliseconds: number,
): Promise<string | undefined> {
  const end = performance.now() + milliseconds
  for (;;) {
    const waitingFor = await left()
    if (waitingFor === undefined || performance.now() >= end) return waitingFor
    await new Promise((resolve) => setTimeout(resolve, pace))
  }
}
