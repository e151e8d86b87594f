/** The room of a test of its own, which its pages name in their address: what one test tells, no other hears. */
export function ownRoom(name: unknown): string {
  return `test:${String(name)}`
}
