/** A part that is loaded when it is first used: what is asked of it meanwhile waits, and later it is done at once. */
export interface Lazy<T> {
  /** In the order in which it is asked. `otherwise` is called where the part cannot be loaded. */
  (use: (part: T) => void, otherwise?: () => void): void
  loaded?: T
}

export function lazy<T>(load: () => Promise<T>): Lazy<T> {
  let loading: Promise<T> | undefined
  let waiting = 0
  const part: Lazy<T> = (use, otherwise) => {
    // What has waited for it comes first, one by one.
    if (part.loaded && !waiting) return use(part.loaded)
    waiting++
    loading ??= load()
    loading.then(
      (loaded) => {
        waiting--
        part.loaded = loaded
        use(loaded)
      },
      (error: unknown) => {
        waiting--
        // Asked again, it is loaded again: the network may have been away.
        loading = undefined
        console.error(error)
        otherwise?.()
      },
    )
  }
  return part
}
