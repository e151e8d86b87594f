import { bindingOf } from "./binding.ts"
import { addedNodes, insertAt, removeAt } from "./changes.ts"
import { isAnswered, touchField } from "./fields.ts"
import { baseOf, indexOf } from "./foreign.ts"
import { morphElement } from "./morph.ts"
import { onPatching } from "./patch-actions.ts"
import { isEdited } from "./recover.ts"
import { restoreMoved, watchMoves } from "./moved-scrolls.ts"
import { settleOrder } from "./settle-order.ts"

/** Where it stood: what its form calls, and the keys and ids around it, from the inside out. */
interface Place {
  form: string
  keys: string[]
}

/**
 * What the person has in hand is not lost where a patch has taken it out and put its like elsewhere, such as a field around which there is a
 * wrapper now: it is put in place of its like, with what was typed, chosen or opened in it.
 */
export function watchHands(): void {
  const held = new Map<Element, Place>()
  const hold = (target: unknown) => target instanceof Element && target.matches(holdable) && held.set(target, placeOf(target))
  for (const type of ["input", "toggle"]) document.addEventListener(type, ({ target }) => hold(target), true)
  // Somebody may have written before this was loaded.
  for (const element of document.querySelectorAll(holdable)) if (isEdited(element)) hold(element)

  watchMoves()
  onPatching((contest) => {
    const active = document.activeElement
    const restore = active && held.has(active) ? rememberInside(active) : () => {}
    const popped = [...held.keys()].filter((element) => element.matches("[popover]") && element.matches(":popover-open"))
    // One that comes ticked would take the choice away from its group, and may where it answers the form: what it leaves alone stays chosen.
    for (const element of held.keys()) if (element.matches("[type=radio]") && !isAnswered(element, contest)) touchField(element)
    return () => {
      settleOrder()
      if (!contest.fresh) putAllBack()
      restoreMoved()
    }

    function putAllBack(): void {
      const gone = [...held].filter(([element]) => !element.isConnected)
      const isOutermost = ([element]: [Element, Place]) => !gone.some(([other]) => other !== element && other.contains(element))
      for (const [element, place] of [...gone.filter(isOutermost), ...gone]) {
        if (!element.isConnected && !isAnswered(element, contest)) putBack(element, place)
        if (!element.isConnected) held.delete(element)
        else if (popped.includes(element) && element instanceof HTMLElement) element.showPopover()
      }
      if (gone.some(([element]) => element === active)) restore()
    }
  })
}

const holdable = "input,textarea,select,details[id],[popover][id],[contenteditable][id]"

/** How far it is scrolled, and where the caret is in it, other than in fields, which know it themselves. Returns how to have the focus there again. */
function rememberInside(active: Element): () => void {
  const { scrollTop } = active instanceof HTMLTextAreaElement ? active : { scrollTop: 0 }
  const { anchorNode, anchorOffset = 0, focusNode, focusOffset = 0 } = getSelection() ?? {}
  const isInside = !!anchorNode && !!focusNode && active.contains(anchorNode) && active.contains(focusNode)
  return () => {
    if (!active.isConnected || !(active instanceof HTMLElement)) return
    active.focus({ preventScroll: true })
    if (scrollTop) active.scrollTop = scrollTop
    if (isInside && active.isContentEditable) getSelection()?.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset)
  }
}

function placeOf(element: Element): Place {
  const form = element.closest("form") ?? ("form" in element && element.form instanceof HTMLFormElement ? element.form : undefined)
  const keys: string[] = []
  for (let at = element.parentElement; at; at = at.parentElement) if (keyOf(at)) keys.push(keyOf(at))
  return { form: JSON.stringify(form && bindingOf(form, "submit")) ?? "", keys }
}

function keyOf(element: Element): string {
  return baseOf(element, "id") || (baseOf(element, "data-key") ?? "")
}

function putBack(element: Element, place: Place): void {
  const likes = addedNodes()
    .flatMap((node) => (node instanceof Element ? [node, ...node.querySelectorAll(element.localName)] : []))
    .filter((other) => other.isConnected && isLike(element, other) && isSamePlace(place, placeOf(other)))
  const [like] = likes
  const parent = like?.parentNode
  const index = parent ? indexOf(parent, like) : -1
  // Of several nobody knows which it is.
  if (!parent || index < 0 || new Set(likes).size > 1) return
  insertAt(parent, index, [element])
  removeAt(parent, index + 1)
  morphElement(element, like)
}

/** The same, as far as its attributes say, as the server sent them: a script may have given it an id, or shown a password. */
function isLike(one: Element, other: Element): boolean {
  const isSame = (name: string) => baseOf(one, name) === baseOf(other, name)
  if (one.localName !== other.localName || !["id", "data-key", "type"].every(isSame)) return false
  if (baseOf(one, "id")) return true
  const isTicked = one.matches("[type=checkbox],[type=radio]")
  return !!one.getAttribute("name") && isSame("name") && (!isTicked || isSame("value")) && bindingIn(one) === bindingIn(other)
}

function bindingIn(element: Element): string {
  return JSON.stringify(bindingOf(element, "change")) ?? ""
}

/** In a form that calls the same, and in nothing that has another key or id now: a changed key means another thing. */
function isSamePlace(one: Place, other: Place): boolean {
  return one.form === other.form && (isWithin(one.keys, other.keys) || isWithin(other.keys, one.keys))
}

/** Whether all of them are there, in this order, with others between. */
function isWithin(few: string[], many: string[]): boolean {
  let at = 0
  for (const key of many) if (key === few[at]) at++
  return at === few.length
}
