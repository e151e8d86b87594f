/** phoenix.mjs takes in Phoenix's own TypeScript, which is written for looser checks than ours: the compiler reads this instead. */
export function phoenixPatch(html: string): void
