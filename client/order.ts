/**
 * Which of the moved need not move: indexes of a longest increasing run of positions (negative: new, never part of it).
 * The one at `fixed`, where given, is always among them.
 */
export function stayingOf(positions: number[], fixed: number): Set<number> {
  const ends: number[] = []
  const previous: number[] = []
  const at = (index = -1) => positions[index] ?? -1
  for (const [index, position] of positions.entries()) {
    if (position < 0 || (index - fixed) * (position - at(fixed)) < 0) continue
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (at(ends[middle]) < position) low = middle + 1
      else high = middle
    }
    previous[index] = ends[low - 1] ?? -1
    ends[low] = index
  }
  const staying = new Set<number>()
  for (let index = ends.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) staying.add(index)
  return staying
}
