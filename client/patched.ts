import type { Application } from "@hotwired/stimulus"

/** Tells the controllers of elements that a patch has changed something in them: those that have a `patched()`. */
export function tellPatched(application: Application): (elements: Element[]) => void {
  return (elements) => {
    for (const element of elements)
      for (const identifier of element.getAttribute("data-controller")?.split(/\s+/) ?? []) {
        const controller: unknown = application.getControllerForElementAndIdentifier(element, identifier)
        if (hearsPatches(controller)) controller.patched()
      }
  }
}

function hearsPatches(controller: unknown): controller is { patched(): void } {
  return controller instanceof Object && "patched" in controller && typeof controller.patched === "function"
}
