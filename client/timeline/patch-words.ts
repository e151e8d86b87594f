import type { Difference, Patch } from "../../server/protocol.ts"

const most = 60

/** Says of each patch what it does; operations of one difference together. */
export function patchWords(patches: Patch[]): string[] {
  const words: { text: string; count: number }[] = []
  let anchor = ""
  for (const patch of patches) {
    if (isDifference(patch) && patch[1] !== null) anchor = patch[1] ? `#${patch[1]}` : "body"
    const text = isDifference(patch) ? `difference ${anchor}` : wordsOf(patch)
    const last = words.at(-1)
    if (last?.text === text && isDifference(patch)) last.count++
    else words.push({ text, count: 1 })
  }
  return words.map(({ text, count }) => (count > 1 ? `${text} (${count} operations)` : text))
}

function wordsOf([verb, target]: Exclude<Patch, Difference>): string {
  if (verb === "body") return verb
  return `${verb} ${verb === "morph" ? "#" : ""}${short(String(target ?? "page"))}`
}

function short(text: string): string {
  return text.length > most ? `${text.slice(0, most)}…` : text
}

function isDifference(patch: Patch): patch is Difference {
  return typeof patch[0] === "number"
}
