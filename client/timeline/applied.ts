import type { Patch } from "../../server/protocol.ts"
import type { Entry } from "./entry.ts"
import { type Journal, mostEntries } from "./journal.ts"
import { patchWords } from "./patch-words.ts"
import { watchTouched } from "./touched.ts"

/** Patches from their coming until they are applied. */
export interface Applied {
  expect(entry: Entry, patches: Patch[]): void
}

export function createApplied(journal: Journal): Applied {
  /** By what they say: the page may hold them back for a while, or know them already. */
  const expected: { text: string; entry: Entry }[] = []
  let patching: { entry: Entry; began: number; touched: () => Element[] } | undefined

  function beforePatch(patches: unknown[]): void {
    // A listener has cancelled the one before.
    patching?.touched()
    const text = JSON.stringify(patches)
    const index = expected.findIndex((one) => one.text === text)
    const [found] = index < 0 ? [] : expected.splice(index, 1)
    patching = found && { entry: found.entry, began: performance.now(), touched: watchTouched() }
  }

  function patched(): void {
    if (!patching) return
    const { entry, began, touched } = patching
    patching = undefined
    entry.times.patch = (entry.times.patch ?? 0) + performance.now() - began
    entry.touched.push(...touched().map((element) => new WeakRef(element)))
    journal.changed()
  }

  // Before the page's own listeners, which may change what they are told.
  addEventListener("liveview:before-patch", ({ detail }) => beforePatch(detail.patches), true)
  addEventListener("liveview:patch", patched, true)

  return {
    expect(entry, patches) {
      if (!patches.length) return
      entry.patches.push(...patchWords(patches))
      expected.push({ text: JSON.stringify(patches), entry })
      if (expected.length > mostEntries) expected.shift()
    },
  }
}
