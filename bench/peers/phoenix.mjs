import DOMPatch from "../../node_modules/phoenix_live_view/assets/js/phoenix_live_view/dom_patch.ts"

/** What Phoenix LiveView's patch asks of its view and socket, on a page without hooks, streams and components. */
const liveSocket = {
  binding: (/** @type {string} */ name) => `phx-${name}`,
  getActiveElement: () => document.activeElement,
  isDebugEnabled: () => false,
  time: (/** @type {string} */ _name, /** @type {() => unknown} */ patch) => patch(),
  silenceEvents: (/** @type {() => void} */ patch) => patch(),
  transitions: { pendingOps: [] },
}
const view = {
  id: "view",
  root: { id: "view" },
  liveSocket,
  ownsElement: () => true,
  isConnected: () => true,
  logError: console.error,
  portalElementIds: new Set(),
}

/** @param {string} html of the whole view, as Phoenix's client puts it together from what travelled */
export function phoenixPatch(html) {
  const container = document.getElementById("view")
  const patch = new DOMPatch(/** @type {never} */ (view), /** @type {Element} */ (container), html, new Set(), null)
  patch.perform(false)
}
