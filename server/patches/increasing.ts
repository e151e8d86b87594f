/** Positions of a longest increasing subsequence: what need not move. Values are distinct. */
export function longestIncreasing(values: readonly number[]): Set<number> {
  const tails: number[] = []
  const before = new Array<number>(values.length)
  values.forEach((value, position) => {
    const length = shorterThan(values, tails, value)
    before[position] = length === 0 ? -1 : (tails[length - 1] ?? -1)
    tails[length] = position
  })
  const found = new Set<number>()
  for (let position = tails[tails.length - 1] ?? -1; position >= 0; position = before[position] ?? -1) found.add(position)
  return found
}

/** How many of the tails end with less than this value. */
function shorterThan(values: readonly number[], tails: readonly number[], value: number): number {
  let low = 0
  let high = tails.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((values[tails[middle] ?? 0] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}
