/** Path and query of an address as they were written: it may be no URL, since anybody can ask for anything. */
export function parsedAddress(address: string): { path: string; query: string } {
  const [, path = "", query = ""] = /^(?:https?:\/\/[^/?#]*)?([^?#]*)(?:\?([^#]*))?/i.exec(address) ?? []
  return { path, query }
}
