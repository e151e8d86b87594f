/** How many characters are equal at the start, and from there on at the end. */
export function sameEnds(before: string, after: string): { start: number; end: number } {
  const shorter = Math.min(before.length, after.length)
  const start = sameLength(shorter, (from, to) => before.slice(from, to) === after.slice(from, to))
  const end = sameLength(
    shorter - start,
    (from, to) => before.slice(before.length - to, before.length - from) === after.slice(after.length - to, after.length - from),
  )
  return { start, end }
}

/** Long pieces first: comparing slices is comparing memory. */
function sameLength(limit: number, isSame: (from: number, to: number) => boolean): number {
  let length = 0
  for (let step = 4096; step >= 1; step >>= 2) while (length + step <= limit && isSame(length, length + step)) length += step
  return length
}
