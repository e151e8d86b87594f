import { ElementObserver } from "@hotwired/stimulus"

/** Stimulus's observer of one element and what is in it: its own, of the version that package.json names. */
interface Observer {
  element: Element
  processRemovedNodes(nodes: Iterable<Node>): void
}

/** An element that was moved has not gone: its controllers stay connected, and so do its targets. */
export function keepMovedControllers(): void {
  const prototype = ElementObserver.prototype as unknown as Observer // To its types it is private.
  const { processRemovedNodes } = prototype
  prototype.processRemovedNodes = function (nodes) {
    processRemovedNodes.call(
      this,
      [...nodes].filter((node) => !node.isConnected || !this.element.contains(node)),
    )
  }
}
