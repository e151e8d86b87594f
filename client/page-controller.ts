import { Controller } from "@hotwired/stimulus"
import type { ControllerConstructor } from "@hotwired/stimulus"

import { FORM } from "../server/protocol.ts"
import { bindingOf } from "./binding.ts"
import { formOf, isButton, isSubmitter, sendsForm } from "./event-data.ts"
import type { Runs } from "./runs.ts"

/** The controller behind `data-action="click->page#run"` and `page#stop`. */
export function pageController({ run }: Runs): ControllerConstructor {
  return class extends Controller {
    run(event: Event): void {
      const element = event.currentTarget instanceof Element ? event.currentTarget : elementFor(event, this.element)
      if (!element || isLeftToBrowser(element, event) || isSentElsewhere(event)) return
      if (losesDefault(element, event)) event.preventDefault()
      if (event.type === "click" && !isValid(element)) return
      const binding = bindingOf(element, event.type)
      if (!binding)
        return console.error(`data-action="${event.type}->page#run" expected data-liveview-function on its element, found none.`, element)
      run({ element, trigger: event.type, submitter: submitterOf(element, event), sends: sends(element, event) }, binding)
    }

    stop(event: Event): void {
      event.stopPropagation()
    }
  }
}

const served = new WeakMap<Event, Set<Element>>()

/** `keydown@window->page#run`: the elements that listen there, each in its turn. */
function elementFor(event: Event, root: Element): Element | undefined {
  const seen = served.get(event) ?? new Set()
  const listens = new RegExp(`(^|\\s)${event.type}(\\.[^@\\s]+)?@(window|document)->page#run`)
  const element = [root, ...root.querySelectorAll("[data-action]")].find(
    (other) => !seen.has(other) && listens.test(other.getAttribute("data-action") ?? ""),
  )
  if (element) served.set(event, seen.add(element))
  return element
}

const link = "a[href],area[href]"

/** A click that is to open a tab or a window, or to download. */
export function isLeftToBrowser(element: Element, event: Event): boolean {
  return (
    event instanceof MouseEvent &&
    event.type === "click" &&
    (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button > 0) &&
    !!element.closest(link)
  )
}

/** By a button that says itself where its form goes, or how; other than what the server has written for when there is no script. */
function isSentElsewhere(event: Event): boolean {
  return event instanceof SubmitEvent && !!event.submitter?.matches(elsewhere)
}

const elsewhere = `[formaction]:not([formaction*="${FORM.function}="]),[formmethod=get],[formmethod=dialog]`

/** Only links, forms and submit buttons: a checkbox stays ticked, a key is typed. */
function losesDefault(element: Element, event: Event): boolean {
  if (event.type === "submit") return true
  if (event.type !== "click") return false
  const followed = element.closest(link)
  return (!!followed && !followed.matches("[target]:not([target=_self]),[download]")) || (isSubmitter(element) && !!formOf(element))
}

/** A click on a button that sends its form is checked as the browser checks a submission. */
function isValid(element: Element): boolean {
  const form = sendsForm(element) ? formOf(element) : null
  if (!form || form.hasAttribute("novalidate") || element.hasAttribute("formnovalidate")) return true
  return HTMLFormElement.prototype.reportValidity.call(form)
}

function sends(element: Element, event: Event): boolean {
  return event.type === "submit" || (event.type === "click" && sendsForm(element))
}

function submitterOf(element: Element, event: Event): Element | null {
  if (event instanceof SubmitEvent) return event.submitter
  return event.type === "click" && isButton(element) ? element : null
}
