import type { Application } from "@hotwired/stimulus"

/**
 * Stimulus 3.2.2 keeps its listeners of an element, and so the element with all around it, until the controller goes that they call. That of a page
 * is there as long as the page: what patches take away would be held for ever. https://github.com/hotwired/stimulus/pull/877, not in a release yet.
 */
export function forgetGoneElements({ dispatcher }: Application): void {
  const { bindingDisconnected } = dispatcher
  dispatcher.bindingDisconnected = (binding, isControllerGone) =>
    bindingDisconnected.call(dispatcher, binding, isControllerGone || !binding.action.element.isConnected)
}
