import { UPLOADS_USED } from "../server/protocol.ts"
import type { Lazy } from "./lazy.ts"
import { isFileInput } from "./upload-inputs.ts"
import type { Uploads } from "./upload.ts"

const zones = "[data-liveview-drop]"

/** Listens for files that are chosen or dragged. What is done with them is loaded with the first. */
export function watchUploads(uploads: Lazy<Uploads>): void {
  const look = (input: unknown) => isFileInput(input) && input.files?.length && uploads(({ changed }) => changed(input))
  document.addEventListener(
    "change",
    ({ target }) => (isFileInput(target) && uploads.loaded ? uploads.loaded.changed(target) : look(target)),
    true,
  )
  // Chosen before this was here, or brought back by the browser.
  document.querySelectorAll("input[type=file]").forEach(look)
  document.addEventListener("reset", () => setTimeout(() => uploads.loaded?.review()), true)
  for (const name of ["liveview:patch", "liveview:refresh"]) document.addEventListener(name, () => uploads.loaded?.review())
  document.addEventListener(UPLOADS_USED, (event) => uploads.loaded?.used(idsOf(event)))
  for (const type of ["dragenter", "dragover", "dragleave", "drop"] as const)
    document.addEventListener(type, (event) => dragged(event, uploads))
}

/** `dragover` is given again and again wherever the pointer is, whatever children the zone has: it alone says where that is. */
function dragged(event: DragEvent, uploads: Lazy<Uploads>): void {
  if (!event.dataTransfer?.types.includes("Files") || isFileInput(event.target) || !document.querySelector(zones)) return
  const zone = event.target instanceof Element ? event.target.closest(zones) : null
  // A file that misses its zone would be opened in place of the page.
  if (event.type !== "dragleave") event.preventDefault()
  if (!zone && event.type === "dragover") event.dataTransfer.dropEffect = "none"
  // They are gone when the event is over.
  const files = event.type === "drop" ? [...event.dataTransfer.files] : []
  if (event.type === "drop") uploads(({ dropped }) => dropped(zone, files))
  else
    uploads(({ hovered }) =>
      hovered(event.type === "dragleave" && event.relatedTarget ? undefined : event.type === "dragleave" ? null : zone),
    )
}

function idsOf(event: Event): unknown[] {
  const ids: unknown = event instanceof CustomEvent ? Object(event.detail).ids : undefined
  return Array.isArray(ids) ? ids : []
}
