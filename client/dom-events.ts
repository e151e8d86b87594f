/** Dispatches a bubbling DOM event on the target, or on the document where the target has gone; false: it was cancelled. */
export function dispatch(target: EventTarget | null | undefined, name: string, detail: unknown, cancelable = false): boolean {
  const reachable = target instanceof Node && !target.isConnected ? document : (target ?? document)
  return reachable.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable, detail }))
}
