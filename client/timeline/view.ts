import { h, render } from "preact"

import { createControls } from "./controls.ts"
import { isolate } from "./isolation.ts"
import type { Journal } from "./journal.ts"
import type { Line } from "./line.ts"
import { looks } from "./looks.ts"
import { Panel } from "./panel.tsx"
import type { Settings } from "./settings.ts"

export interface View {
  /** Shows, with the next frame, what has changed. */
  changed(): void
}

/** The button in the corner and the panel it opens, in a shadow root beside the page's own head and body, which no patch reaches. */
export function createView({ settings, line, journal }: { settings: Settings; line: Line; journal: Journal }): View {
  const host = document.createElement("livetsx-timeline")
  const root = host.attachShadow({ mode: "open" })
  const [layer, box] = [document.createElement("div"), document.createElement("div")]
  layer.className = "outlines"
  layer.ariaHidden = "true"
  root.append(layer, box)
  root.adoptedStyleSheets = [styles()]
  let isDue = false

  function changed(): void {
    if (isDue) return
    isDue = true
    requestAnimationFrame(show)
  }

  function show(): void {
    isDue = false
    const { open, atTop } = settings
    const { conditions, losesReply } = line
    render(h(Panel, { open, atTop, conditions, losesReply, ...controls, entries: journal.entries }), box)
  }

  document.documentElement.append(host)
  isolate(root, (event) => {
    const [element] = event.composedPath()
    if (element instanceof Element) controls.heard(event, element)
  })
  const controls = createControls({ settings, line, journal, root, layer, changed })
  show()
  return { changed }
}

/** A constructed stylesheet needs no exception in the Content-Security-Policy. */
function styles(): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(looks)
  return sheet
}
