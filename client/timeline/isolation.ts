/** What is done in the panel is not done in the page: no key of the page's is pressed by it, nothing is clicked outside of a menu. */
const types = [
  ...["click", "dblclick", "auxclick", "contextmenu", "mousedown", "mouseup", "mousemove", "mouseover", "mouseout", "wheel"],
  ...["pointerdown", "pointerup", "pointermove", "pointerover", "pointerout", "pointercancel", "touchstart", "touchmove", "touchend"],
  ...["keydown", "keyup", "keypress", "beforeinput", "input", "focusin", "focusout", "focus", "blur", "copy", "cut", "paste"],
]

/** Takes the events that begin in the host before anybody else hears of them; what browsers do with them by themselves, they do. */
export function isolate(host: Element, heard: (event: Event) => void): void {
  for (const type of types)
    addEventListener(
      type,
      (event) => {
        if (!event.composedPath().includes(host)) return
        event.stopImmediatePropagation()
        heard(event)
      },
      { capture: true, passive: false },
    )
}
