/**
 * Which of the moved need not move: indexes of a longest increasing run of positions (negative: new, never part of it).
 * The one at `fixed`, where given, is always among them.
 */
export function stayingOf(positions: number[], fixed = -1): Set<number> {
  const ends: number[] = []
  const previous: number[] = []
  const at = (index: number | undefined) => positions[index ?? -1] ?? -1
  for (let index = 0; index < positions.length; index++) {
    if (at(index) < 0 || (fixed >= 0 && (index - fixed) * (at(index) - at(fixed)) < 0)) continue
    const length = firstNotBelow(ends, at, at(index))
    previous[index] = ends[length - 1] ?? -1
    ends[length] = index
  }
  const staying = new Set<number>()
  for (let index = ends.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) staying.add(index)
  return staying
}

function firstNotBelow(ends: number[], at: (index: number | undefined) => number, position: number): number {
  let low = 0
  let high = ends.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(ends[middle]) < position) low = middle + 1
    else high = middle
  }
  return low
}
