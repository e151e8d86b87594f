/** A part that is loaded when it is first used: what is asked of it meanwhile waits, and later it is done at once. */
export interface Lazy<T> {
  /** `otherwise` is called where the part cannot be loaded. */
  (use: (part: T) => void, otherwise?: () => void): void
  loaded?: T
}

export function lazy<T>(load: () => Promise<T>): Lazy<T> {
  let loading: Promise<T> | undefined
  const part: Lazy<T> = (use, otherwise) => {
    if (part.loaded) return use(part.loaded)
    loading ??= load()
    loading.then(
      (loaded) => {
        part.loaded = loaded
        use(loaded)
      },
      (error: unknown) => {
        // Asked again, it is loaded again: the network may have been away.
        loading = undefined
        console.error(error)
        otherwise?.()
      },
    )
  }
  return part
}
