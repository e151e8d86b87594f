/** What is done in the panel is not done in the page: no key of the page's is pressed by it, nothing is clicked outside of a menu. */
const types = [
  ...["click", "dblclick", "auxclick", "contextmenu", "mousedown", "mouseup", "mousemove", "mouseover", "mouseout", "wheel"],
  ...["pointerdown", "pointerup", "pointermove", "pointerover", "pointerout", "pointercancel", "touchstart", "touchmove", "touchend"],
  ...["keydown", "keyup", "keypress", "beforeinput", "input", "focusin", "focusout", "focus", "blur", "copy", "cut", "paste"],
]

/** Takes the events that begin below the root before anybody else hears of them; what browsers do with them by themselves, they do. */
export function isolate(root: ShadowRoot, heard: (event: Event) => void): void {
  for (const type of types) {
    const take = (event: Event) => {
      if (!event.composedPath().includes(root)) return
      event.stopImmediatePropagation()
      heard(event)
    }
    addEventListener(type, take, true)
    // Pointer and focus that go from one of its elements to another are told nobody outside.
    root.addEventListener(type, take, true)
  }
}
