/** What a tab has stored under this name; null also where the browser lets nothing be stored. */
export function stored(name: string): string | null {
  try {
    return sessionStorage.getItem(name)
  } catch {
    return null
  }
}

/** Stores a text until the tab is closed, where the browser lets it. */
export function store(name: string, text: string): void {
  try {
    sessionStorage.setItem(name, text)
  } catch {
    // Storage that is full or forbidden costs a comfort, never the page.
  }
}
