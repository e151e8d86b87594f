/** A part that is loaded when it is first used. What is asked of it meanwhile waits. */
export function lazy<T>(load: () => Promise<T>): (use: (part: T) => void) => void {
  let part: Promise<T> | undefined
  return (use) => {
    part ??= load()
    part.then(use, (error: unknown) => {
      // Asked again, it is loaded again: the network may have been away.
      part = undefined
      console.error(error)
    })
  }
}
