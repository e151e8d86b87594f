import { io, type Socket } from "socket.io-client"

import { EVENT, type HandshakeAuth, HEADS, type Heads, type PageConfig, type Patch, PUSH, type Reply } from "../protocol.ts"
import { Visitor } from "./visitor.ts"

/** A document, and a socket that says what a test wants it to say: for what the real client never does. */
export interface RawPage {
  readonly visitor: Visitor
  readonly auth: HandshakeAuth
  /** Connects, with parts of the handshake replaced; rejects with the code of the refusal. */
  connect(auth?: Partial<Record<keyof HandshakeAuth, unknown>>, as?: Visitor, origin?: string): Promise<RawSocket>
}

export interface RawSocket {
  readonly socket: Socket
  readonly heads: Heads
  readonly recovered: boolean | undefined
  readonly pushes: { room: string; offset: number; patches: Patch[] }[]
  send(message: unknown): Promise<Reply | boolean>
  close(): void
}

/** Loads a document as a browser does, and connects with it as nobody should. */
export async function openRawPage({ url }: { url: string }, path: string): Promise<RawPage> {
  const visitor = new Visitor()
  const html = await (await visitor.fetch(url + path)).text()
  const [, content = ""] = /<meta name="livetsx" content="([^"]*)"/.exec(html) ?? []
  const [, token = ""] = /data-room="([^"]*)"/.exec(html) ?? []
  const { heads, shown }: PageConfig = JSON.parse(content.replaceAll("&quot;", '"').replaceAll("&amp;", "&"))
  const auth: HandshakeAuth = { token, document: crypto.randomUUID().slice(0, 20), heads, shown: [shown, 0], url: path }
  return {
    visitor,
    auth,
    connect: async (parts, as = visitor, origin = url) =>
      connect(url, { ...auth, ...parts }, { cookie: await as.cookies.getCookieString(url), origin }),
  }
}

function connect(url: string, auth: object, extraHeaders: Record<string, string>): Promise<RawSocket> {
  const socket = io(url, { transports: ["websocket"], reconnection: false, forceNew: true, auth, extraHeaders })
  const pushes: RawSocket["pushes"] = []
  socket.on(PUSH, (room: string, _epoch: string, offset: number, patches: Patch[]) => void pushes.push({ room, offset, patches }))
  return new Promise((resolve, reject) => {
    socket.on("connect_error", (error: Error & { data?: { code: string } }) => reject(new Error(error.data?.code ?? error.message)))
    socket.on(HEADS, (heads: Heads, recovered?: boolean) =>
      resolve({
        socket,
        heads,
        recovered,
        pushes,
        send: (message) => socket.timeout(5_000).emitWithAck(EVENT, message),
        close: () => void socket.disconnect(),
      }),
    )
  })
}
