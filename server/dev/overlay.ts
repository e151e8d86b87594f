import { stripVTControlCharacters } from "node:util"

import type { DevEnvironment, ErrorPayload, Logger } from "vite"

/** Event that takes the overlay away again, without the page being loaded anew. */
export const FIXED = "livetsx:fixed"

export interface Overlay {
  /** Shows a mistake in every page. `where` is a file, or the name of a handler. */
  show(error: unknown, where?: string): void
  /** Shows a mistake once: in the pages that are open, and in the one that comes next, which may be the one that failed. */
  tell(error: unknown, where?: string): void
  /** Shows it in the terminal too. */
  report(error: unknown, where?: string): void
  clear(): void
}

/** Shows mistakes in Vite's overlay, also in pages that are opened while the mistake is there. */
export function overlayOf(client: DevEnvironment, logger: Logger): Overlay {
  let shown: ErrorPayload | undefined
  let told: ErrorPayload | undefined
  let open = false
  client.hot.on("vite:client:connect", (_data, connected) => {
    const payload = shown ?? told
    told = undefined
    if (payload) connected.send(payload)
  })
  function show(error: unknown, where?: string): ErrorPayload["err"] {
    shown = { type: "error", err: described(error, where) }
    open = true
    client.hot.send(shown)
    return shown.err
  }
  return {
    show,
    tell(error, where) {
      told = { type: "error", err: described(error, where) }
      open = true
      client.hot.send(told)
    },
    report(error, where) {
      const { message, frame, stack } = show(error, where)
      logger.error([message, frame, stack].filter(Boolean).join("\n"), { timestamp: true })
    },
    clear() {
      if (!open) return
      open = false
      shown = undefined
      told = undefined
      client.hot.send({ type: "custom", event: FIXED })
    },
  }
}

function described(error: unknown, where?: string): ErrorPayload["err"] {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  const text = stripVTControlCharacters(message)
  return {
    ...placeOf(error),
    message: where && !text.includes(where) ? `${where}: ${text}` : text,
    stack: framesOf(stack),
    plugin: "livetsx",
  }
}

/** Where a compiler's error happened: it carries these beside what every error has. */
function placeOf(error: unknown): Pick<ErrorPayload["err"], "id" | "frame" | "loc"> {
  if (typeof error !== "object" || error === null) return {}
  return {
    ...("id" in error && typeof error.id === "string" ? { id: error.id } : {}),
    ...("frame" in error && typeof error.frame === "string" ? { frame: stripVTControlCharacters(error.frame) } : {}),
    ...("loc" in error && isLocation(error.loc) ? { loc: error.loc } : {}),
  }
}

function isLocation(loc: unknown): loc is NonNullable<ErrorPayload["err"]["loc"]> {
  return typeof loc === "object" && loc !== null && "line" in loc && "column" in loc
}

/** The author's frames: the framework's and Vite's own say nothing about a mistake in a component. */
function framesOf(stack = ""): string {
  const frames = stripVTControlCharacters(stack)
    .split("\n")
    .filter((line) => /^\s*at /.test(line))
  return frames.filter((line) => !line.includes("/node_modules/") && !line.includes("node:internal")).join("\n")
}
