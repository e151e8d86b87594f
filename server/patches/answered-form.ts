import type { Difference, Patch } from "../protocol.ts"
import { includes } from "./repeated-search.ts"

/**
 * What is added to the answer of a form where its markup travels as a difference, and perhaps as none at all:
 * that the target was rendered again, so that a message which was sent leaves an empty composer.
 */
export function renderedAgain(rendered: readonly Patch[], sent: readonly Patch[], answersForm: boolean): Difference[] {
  return rendered.flatMap((patch): Difference[] => {
    const target = targetOf(patch)
    return target && decidesFields(target.html, answersForm) && !sent.includes(patch) ? [[1, target.id, [], {}]] : []
  })
}

/** The element whose content the patch says, where it is known by its id ("": the body). */
function targetOf(patch: Patch): { id: string; html: string } | undefined {
  if (patch[0] === "morph") return { id: patch[1], html: patch[2] }
  if (patch[0] === "body") return { id: "", html: patch[1] }
  if (patch[0] !== "update" && patch[0] !== "replace") return undefined
  const id = /^#([\w-]+)$/.exec(patch[1])?.[1]
  return id === undefined ? undefined : { id, html: patch[2] }
}

function decidesFields(html: string, answersForm: boolean): boolean {
  return (answersForm && /<(?:input|textarea|select)\b/.test(html)) || includes(html, "data-liveview-overwrite")
}
