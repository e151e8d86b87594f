import { WebSocket } from "ws"

import { type LoadedDocument, loadDocument } from "../load/document.ts"

/** What became of a handshake: a place on the server, a refusal's code, or a closed door. */
export type Outcome = "accepted" | "closed" | `refused ${string}`

export interface Attempt {
  url: string
  origin?: string | undefined
  cookie: string
  auth: Record<string, unknown>
  headers?: Record<string, string>
}

/** An open socket of somebody who writes frames by hand. */
export interface Raw {
  outcome: Outcome
  /** Sends a frame as it is. */
  send(frame: string | Buffer): void
  /** Every frame that came. */
  readonly frames: string[]
  readonly open: boolean
  close(): void
}

/** Loads a page as a visitor would: what is attacked is what such a visitor has. */
export async function visit(url: string, path = "/bare"): Promise<LoadedDocument> {
  let loaded: LoadedDocument | undefined
  // A server that is under attack may be slow.
  for (let attempt = 0; attempt < 5 && !loaded; attempt++) loaded = await loadDocument(url, path, "")
  if (!loaded) throw new Error(`${url}${path} could not be loaded.`)
  return loaded
}

export function authOf({ token, config }: LoadedDocument): Record<string, unknown> {
  return { token, document: "attacker", heads: config.heads, shown: [config.shown, 0], url: "/bare" }
}

/** Tries to connect, as WebSockets of browsers and of programs do. */
export function attempt({ url, origin, cookie, auth, headers = {} }: Attempt): Promise<Raw> {
  const frames: string[] = []
  const socket = new WebSocket(`${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`, {
    headers: { cookie, ...(origin !== undefined && { origin }), ...headers },
    perMessageDeflate: false,
  })
  return new Promise((resolve) => {
    const done = (outcome: Outcome) =>
      resolve({
        outcome,
        frames,
        get open() {
          return socket.readyState === WebSocket.OPEN
        },
        send: (frame) => {
          if (socket.readyState === WebSocket.OPEN) socket.send(frame)
        },
        close: () => socket.terminate(),
      })
    socket.on("error", () => done("closed"))
    socket.on("close", () => done("closed"))
    socket.on("message", (content) => {
      const text = String(content)
      frames.push(text)
      if (text === "2") socket.send("3")
      if (text.startsWith("0")) socket.send(`40${JSON.stringify(auth)}`)
      if (text.startsWith("44")) done(`refused ${JSON.parse(text.slice(2)).data?.code}`)
      if (text.startsWith('42["h"')) done("accepted")
    })
  })
}

/** How often each outcome came, of many attempts, some at once. */
export async function attempts(count: number, atOnce: number, make: (index: number) => Attempt): Promise<Record<string, number>> {
  const outcomes: Record<string, number> = {}
  let next = 0
  const one = async () => {
    while (next < count) {
      const raw = await attempt(make(next++))
      raw.close()
      outcomes[raw.outcome] = (outcomes[raw.outcome] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  return outcomes
}
