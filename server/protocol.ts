/**
 * The wire: every message between a page and its server, described in PROTOCOL.md.
 * This file imports nothing and is the only one that the browser and the server share.
 */

/** Browser → server, always acknowledged: an `EventMessage` or a `ResumeMessage`. */
export const EVENT = "e"
/** Browser → server: the page is left. An event in the order of the others, where Socket.IO drops what came just before its own DISCONNECT. */
export const GOODBYE = "b"
/** Server → browser: patches of a room. Arguments: room, epoch, offset (0: outside the log), patches. */
export const PUSH = "p"
/** Server → browser: the heads of the rooms that the page is in. Arguments: `Heads`, then on connecting only: recovered. */
export const HEADS = "h"
/** Server → browser: an instruction about the whole page. Argument: `Instruction`. */
export const CONTROL = "c"

/** The room of every page. */
export const EVERYONE = "*"

/** One event: a handler called by name. Undefined fields are left out. */
export interface EventMessage {
  /** Number of the event within this document, from 1: sent again with the same number, it is run once. */
  n: number
  /** Name of the handler. */
  f: string
  /** `data-data-*` of the element. */
  d?: Record<string, unknown>
  /** The form, as the browser itself would send it. */
  m?: Record<string, unknown>
  /** Uploads of the form: field → id, or ids where the control has `multiple`. */
  a?: Record<string, string | string[]>
  /** Language of the page: `<html lang>`. */
  l?: string
  /** What triggered it: `click`, `init`, `appear`, `key:ctrl+s`, … */
  t?: string
  /** Path and query of the page, when they have changed since the handshake or the last event. */
  u?: string
  /** 1: the page may differ from what the server sent; it must not be sent a difference before it was sent the whole. */
  x?: 1
  /** Identity of the document shown after a refresh (`PageConfig.shown`), once. */
  s?: string
}

/** Asks for what a page has missed: room → `position` that it has. Acknowledged with true (sent before) or false (refresh). */
export interface ResumeMessage {
  r: Heads
}

/** Room → "epoch:offset"; null: the page has left the room. */
export type Heads = Record<string, string | null>

/** What a page is told about itself. `refresh`: render again from the server; `reload`: load the page anew; `move`: connect again, elsewhere. */
export type Instruction = "refresh" | "reload" | "move"

/** `socket.handshake.auth`. */
export interface HandshakeAuth {
  /** Signed room token: `data-room`. */
  token: string
  /** Random name of this document, so that two documents that hold one token are told apart. */
  document: string
  /** What the page has of each room. */
  heads: Heads
  /** Identity of the document that was rendered, and how many replies and pushes were applied to it since. */
  shown: [document: string, applied: number]
  /** Path and query of the page. */
  url: string
  lang?: string
  build?: string
}

/** The acknowledgement of an event: its patches, or why there are none. */
export type Reply = Patch[] | Refusal

export type ErrorCode =
  | "unknown_function"
  | "invalid"
  | "refused"
  | "too_large"
  | "rate_limited"
  | "busy"
  | "handler_error"
  | "handler_timeout"
  | "outcome_unknown"
  | "unauthorized"
  | "expired"
  | "offline_expired"
  | "queue_full"
  /** In the browser alone. */
  | "missing_target"

/** A typed error. Never holds a stack, the message of an exception, or the names of handlers. */
export interface Refusal {
  code: ErrorCode
  /** A text for the visitor, in their language, where the author gave one. */
  message?: string
  /** Field → messages; whole-form messages under "". */
  errors?: Record<string, string[]>
  /** Also in the server's log. */
  reference?: string
  /** Milliseconds to wait before trying again (`rate_limited`, `busy`). */
  retry?: number
}

export interface PatchOptions {
  /** Every match of the selector, not only the first. */
  all?: true
  /** Milliseconds after which what was inserted is taken away again in the browser. */
  removeAfter?: number
  /** Elements that the target keeps: of `append` the last ones, of `prepend` the first. */
  limit?: number
}

/** Child positions from the anchor down, counted among the nodes the server sent (elements, text and comments). One step is a bare number; [] is the anchor. */
export type Path = number | number[]

/** The smallest difference: operations on the element with id `anchor` ("": the body; null: the anchor before), applied in order, each to what the one before left. */
export type Difference =
  /** The text of a text node, or of an element that holds nothing but text. */
  | [op: 0, anchor: string | null, path: Path, text: string]
  /** Attributes set, or with null taken away. */
  | [op: 1, anchor: string | null, path: Path, attributes: Record<string, string | null>]
  /** Markup inserted before the child at index (at the end where index is the number of children). */
  | [op: 2, anchor: string | null, parent: Path, index: number, html: string]
  /** Children removed from index on; count is 1 where it is left out. */
  | [op: 3, anchor: string | null, parent: Path, index: number, count?: number]
  /** The child at `from` moved so that it stands at `to` (counted after it was taken out). */
  | [op: 4, anchor: string | null, parent: Path, from: number, to: number]
  /** The node at path replaced by markup of one node. */
  | [op: 5, anchor: string | null, path: Path, html: string]
  /** A copy of the child at `source` inserted before the child at index, with what differs: `Change`s whose paths start at the copy. */
  | [op: 6, anchor: string | null, parent: Path, index: number, source: number, changes: Change[]]

/** A change inside a copied node: text, or attributes. */
export type Change = [path: Path, text: string] | [path: Path, attributes: Record<string, string | null>]

/** One change to the page. `target` is a CSS selector. */
export type Patch =
  /** The element with this id is morphed into the markup of one element. */
  | [verb: "morph", id: string, html: string]
  /** The body is morphed into the markup of a body. */
  | [verb: "body", html: string]
  | [verb: "update" | "replace" | "append" | "prepend" | "before" | "after", target: string, html: string, options?: PatchOptions]
  | [verb: "remove", target: string, options?: PatchOptions]
  | [verb: "attributes", target: string, set: Record<string, string>, unset: string[], options?: PatchOptions]
  /** Address bar and history only. */
  | [verb: "url", href: string, replace?: true]
  /** Goes to that page; `load`: with a full page load. */
  | [verb: "visit", url: string, replace?: true, load?: true]
  | [verb: "title", title: string]
  /** Scrolls to the target (null: the page), smoothly; `top`: to its own top. */
  | [verb: "scroll", target: string | null, top?: true]
  | [verb: "focus", target: string]
  | [verb: "dispatch", event: string, detail: unknown, target?: string]
  | [verb: "flash", kind: string, html: string]
  /** The page is rendered again, for itself. */
  | [verb: "refresh"]
  | Difference

/** The verb of a patch: a word, or the number of an operation of a `Difference`. */
export type Verb = Patch[0]

/** `<meta name="livetsx" content="…">` of every document, as JSON. */
export interface PageConfig {
  /** Path of the socket. */
  path: string
  /** Where each of the page's rooms stood before the document was rendered. */
  heads: Heads
  /** Identity of this document. */
  shown: string
  /** The page was rendered again, and its state was not there any more: it has begun anew. */
  anew?: true
  build?: string
  /** Patches to be applied when the document has loaded (flashes and the like). */
  patches?: Patch[]
  /** Delays in milliseconds; `factor` multiplies, `jitter` is the share (0 to 1) that is random. */
  reconnection: { delay: number; max: number; factor: number; jitter: number }
  /** Where it is not WebSocket alone. */
  transports?: ("websocket" | "polling")[]
  /** Texts that the browser shows by itself, in the language of the page. */
  texts: Record<string, string>
}

/** Header of a refresh: the page's token. The same room and state are rendered again. */
export const ROOM_HEADER = "x-liveview-room"

/** Files are sent there, in chunks: POST announces one, PATCH adds bytes to it, HEAD asks how many have come, DELETE cancels. All with `ROOM_HEADER`. */
export const UPLOADS = "/liveview/uploads"
/** Header of these: how many bytes have come. */
export const OFFSET_HEADER = "upload-offset"
/** What the query of a form's address says, beside the page's own, so that it can be sent over HTTP: the handler's name, its data as JSON, which fields are lists, which of those are files, and the page's token. */
export const FORM = {
  function: "liveview",
  data: "liveview.data",
  list: "liveview.list",
  files: "liveview.files",
  token: "liveview.room",
} as const
/** DOM event on the document, in the reply of an event: `{ ids }` of the uploads that its handler has read or moved. */
export const UPLOADS_USED = "liveview:uploads-used"

export const limits = {
  /** Bytes of one frame. */
  frame: 100_000,
  depth: 16,
  keys: 1_000,
  /** Events that wait in the browser, and how old they may get, in milliseconds. */
  queue: 100,
  age: 30_000,
  /** Patches held that are ahead of a gap, and how long a gap may stay, in milliseconds. */
  held: 64,
  gap: 80,
  /** Milliseconds over which pages that all have to render themselves again do it. */
  spread: 3_000,
} as const
