type Milliseconds = number | `${number}`
type Pixels = number | `${number}`
type Flag = boolean | "" | "true" | "false"
type Value = string | number | boolean | null | undefined

/** The attributes that the browser's side reads. */
export interface LiveAttributes {
  /** Stimulus controllers: `page` sends events. */
  "data-controller"?: string
  /** `EVENT->page#run` calls the element's handler; `page#stop` keeps the event from elements around it. */
  "data-action"?: string
  /** Name of the handler that `page#run` calls. */
  "data-liveview-function"?: string
  /** Waits until so long nothing more happened. */
  "data-liveview-debounce"?: Milliseconds
  /** At once, then not again for so long. */
  "data-liveview-throttle"?: Milliseconds
  /** Question that the person must answer with yes. */
  "data-liveview-confirm"?: string
  /** Text of a submit button while its event is in flight. */
  "data-liveview-disable-with"?: string
  /** What becomes of an event while the one before is in flight. */
  "data-liveview-sync"?: "queue" | "drop" | "replace"
  /** The handler is a concurrent one: the event is sent beside others. `on()` writes it. */
  "data-liveview-concurrent"?: Flag
  /** The element is never patched; only its `data-*` attributes are. */
  "data-liveview-permanent"?: Flag
  /** Of a `<dialog>`: it is a modal as long as it is on the page. */
  "data-liveview-modal"?: Flag
  /** Handler that gets the form's values when the page had to render itself again; `ignore`: none. */
  "data-liveview-recover"?: string
  /** The link is followed without a page load. */
  "data-liveview-visit"?: Flag | "replace"
  /** The page of the link is asked for as soon as somebody points at it. */
  "data-liveview-prefetch"?: Flag
  /** The link is followed with a view transition. */
  "data-liveview-transition"?: Flag
  /** The form is always sent over HTTP, to the handler that it calls. */
  "data-liveview-http"?: Flag
  /** Question before the page is left while the form holds what was not saved. */
  "data-liveview-unsaved"?: string
  /** The server's value wins over what the person has typed. */
  "data-liveview-overwrite"?: Flag
  /** Gets the focus when it appears. */
  "data-liveview-focus"?: Flag
  /** Handler that is called when the element is first on the page. */
  "data-liveview-init"?: string
  /** Handler that is called for a click that began and ended outside the element. */
  "data-liveview-away"?: string
  /** Handlers that are called when the element comes into view and goes out of it. */
  "data-liveview-intersect-appear"?: string
  "data-liveview-intersect-disappear"?: string
  "data-liveview-intersect-threshold"?: Pixels
  /** Files that are dropped there are those of the file control with this selector; without one, of that within, or of the form. */
  "data-liveview-drop"?: string | true
  /** Of a file control: bytes of one file, and how many. */
  "data-liveview-max-size"?: number | `${number}`
  "data-liveview-max-count"?: number | `${number}`
  /** Of a file control: pictures are shown as soon as they are chosen. */
  "data-liveview-preview"?: Flag
  /** The files of the control with this name are listed there, with their progress; without it, after the control. */
  "data-liveview-uploads"?: string
  /** JSON: key → handler. */
  "data-liveview-keyboard-map"?: string
  /** One value of the event's `data`: `data-data-modal-id` is `data.modalId`. */
  [data: `data-data-${string}`]: Value
}
