import type { Difference } from "../protocol.ts"
import type { Bookmarks } from "./bookmarks.ts"
import { childrenDifference } from "./children-difference.ts"
import { nodeDifference } from "./element-difference.ts"
import { hasRewritten, isPermanent, rootOf } from "./html-tree.ts"
import { located } from "./located.ts"
import { type IsUnique, Operations } from "./operations.ts"

export interface DifferenceOptions {
  /** Whether an id may serve as an anchor on the whole page. */
  isUnique?: IsUnique
  /** The markup before is known to be addressable: then what is the same at its end is not read again. */
  isKnown?: boolean
  /** Of the markup before, which is known then. */
  bookmarks?: Bookmarks | undefined
}

/**
 * The operations that make the markup of the element with this id ("": the body) from what the page was last shown.
 * Undefined: the whole is smaller, or only the whole is safe. Both are the markup of one element.
 */
export function difference(
  anchorId: string,
  before: string,
  after: string,
  { isUnique = () => true, bookmarks, isKnown = bookmarks !== undefined }: DifferenceOptions = {},
): Difference[] | undefined {
  if (before === after) return []
  if (hasRewritten(after) || (!isKnown && hasRewritten(before))) return undefined
  const operations = new Operations(anchorId, before, after, isUnique)
  if (!found(operations, before, after, isKnown, bookmarks)) return undefined
  return JSON.stringify(operations.list).length < after.length + anchorId.length + 10 ? operations.list : undefined
}

function found(operations: Operations, before: string, after: string, isKnown: boolean, bookmarks: Bookmarks | undefined): boolean {
  const window = located(before, after, isKnown, bookmarks)
  if (window === "unsafe") return false
  if (window === "permanent") return true
  if (window && childrenDifference(operations, window, nodeDifference)) return true
  operations.undo(0)
  return rootDifference(operations, before, after)
}

/** The root itself has changed, or the place that was found lies where nothing can be inserted. */
function rootDifference(operations: Operations, before: string, after: string): boolean {
  const old = rootOf(before)
  const root = rootOf(after)
  if (!old || !root || (isPermanent(old) && !isPermanent(root))) return false
  return nodeDifference(operations, { path: [], starts: [root.start] }, old, root)
}
