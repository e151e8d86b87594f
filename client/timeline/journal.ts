import type { Entry } from "./entry.ts"

export const mostEntries = 200

/** The entries, newest first; the oldest go when there are too many. */
export interface Journal {
  readonly entries: Entry[]
  add(entry: Entry): Entry
  remove(entry: Entry): void
  /** To be called after an entry was changed. */
  changed(): void
  clear(): void
}

export function createJournal(changed: () => void): Journal {
  const entries: Entry[] = []
  return {
    entries,
    changed,
    add(entry) {
      entries.unshift(entry)
      entries.splice(mostEntries)
      changed()
      return entry
    },
    remove(entry) {
      const index = entries.indexOf(entry)
      if (index >= 0) entries.splice(index, 1)
      changed()
    },
    clear() {
      entries.length = 0
      changed()
    },
  }
}
