import { formOf } from "./event-data.ts"
import { setFiles, tellChanged } from "./upload-files.ts"
import { isFileInput } from "./upload-inputs.ts"

export interface DropZones {
  /** Files are dragged over this zone, over none (null), or still where they were (undefined). */
  hovered(zone: Element | null | undefined): void
  dropped(zone: Element | null, files: File[]): void
}

const mark = "liveview-dropping"

/** `data-liveview-drop="#photos"`: files that are dropped there are that control's. Without a value: the control in it, or of its form. */
export function createDropZones(): DropZones {
  let current: Element | null = null

  function hovered(zone: Element | null | undefined): void {
    if (zone === undefined || zone === current) return
    current?.classList.remove(mark)
    zone?.classList.add(mark)
    current = zone
  }

  function dropped(zone: Element | null, files: File[]): void {
    hovered(null)
    if (!zone || !files.length) return
    const input = inputOf(zone)
    if (!input)
      console.error(`data-liveview-drop expected an <input type="file">, got none by ${zone.getAttribute("data-liveview-drop")}.`, zone)
    if (!input || input.matches(":disabled")) return
    setFiles(input, input.multiple ? [...(input.files ?? []), ...files] : files)
    tellChanged(input)
  }

  return { hovered, dropped }
}

function inputOf(zone: Element): HTMLInputElement | undefined {
  const selector = zone.getAttribute("data-liveview-drop")
  const named = selector && selector !== "true" ? document.querySelector(selector) : zone.querySelector("input[type=file]")
  const found = named ?? formOf(zone)?.querySelector("input[type=file]")
  return isFileInput(found) ? found : undefined
}
