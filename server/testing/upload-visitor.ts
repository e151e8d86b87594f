import type { IncomingMessage } from "node:http"
import { request } from "node:http"

import { io } from "socket.io-client"

import { createLiveView, internals } from "../live-view.ts"
import { page } from "../pages/page.ts"
import { EVENT, OFFSET_HEADER, type Reply, ROOM_HEADER, UPLOADS } from "../protocol.ts"
import type { RegisteredHandler } from "../events/registry.ts"
import type { UploadOptions } from "../uploads/upload-options.ts"

/** A server with one page and these handlers. */
export async function serve(dataDir: string, handlers: RegisteredHandler[] = [], uploads: UploadOptions = {}) {
  const live = createLiveView({
    port: 0,
    host: "127.0.0.1",
    secret: "a secret of these tests alone, 32 characters or more",
    dataDir,
    uploads,
  })
  for (const handler of handlers) live.registry.add(handler)
  const { site } = await internals(live).ready()
  site.replace([page("/", { title: "Upload", render: () => null })], undefined)
  const { url } = await live.listen(0)
  return { url, close: () => live.close(), visit: (cookie = "") => visit(url, cookie) }
}

export type Visitor = ReturnType<typeof browser>

async function visit(url: string, ownCookie: string): Promise<Visitor> {
  const response = await fetch(url, { headers: { cookie: ownCookie } })
  const html = await response.text()
  const token = /data-room="([^"]+)"/.exec(html)?.[1] ?? ""
  const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? ownCookie
  return browser(url, token, cookie)
}

/** A browser as the server sees one: its page's token, its session's cookie, and requests that may be wrong. */
export function browser(url: string, token: string, cookie: string) {
  const headers = { cookie, [ROOM_HEADER]: token }
  const call = (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) =>
    fetch(`${url}${UPLOADS}${path}`, { ...init, headers: { ...headers, ...init.headers } })

  const announce = (file: object, more: Record<string, string> = {}) =>
    call("", {
      method: "POST",
      body: JSON.stringify({ field: "photo", type: "text/plain", ...file }),
      headers: { "content-type": "application/json", ...more },
    })
  const add = (id: string, offset: number | string, body: string | Uint8Array<ArrayBuffer>) =>
    call(`/${id}`, { method: "PATCH", body, headers: { [OFFSET_HEADER]: String(offset) } })

  return {
    token,
    cookie,
    url,
    headers,
    announce,
    add,
    async offset(id: string): Promise<number | string> {
      const answer = await call(`/${id}`, { method: "HEAD" })
      return answer.ok ? Number(answer.headers.get(OFFSET_HEADER)) : answer.status
    },
    cancel: (id: string) => call(`/${id}`, { method: "DELETE" }),
    /** A whole file; gives its id. */
    async send(file: { name: string; field?: string; type?: string }, content: string): Promise<string> {
      const { id } = idOf(await (await announce({ ...file, size: Buffer.byteLength(content) })).json())
      await add(id, 0, content)
      return id
    },
    /** A request whose connection stays as it is until it is told otherwise. */
    open: (id: string, offset: number, length: number) =>
      openRequest(`${url}${UPLOADS}/${id}`, { ...headers, [OFFSET_HEADER]: String(offset), "content-length": String(length) }),
    connect: () => connect(url, token, cookie),
  }
}

/** What a POST answers. */
function idOf(body: unknown): { id: string } {
  return body as { id: string }
}

function openRequest(url: string, headers: Record<string, string>) {
  const outgoing = request(url, { method: "PATCH", headers })
  const ended = new Promise<IncomingMessage | Error>((resolve) => outgoing.once("response", resolve).once("error", resolve))
  return { write: (bytes: string) => void outgoing.write(bytes), cut: () => void outgoing.destroy(), ended }
}

async function connect(url: string, token: string, cookie: string) {
  const auth = { token, document: Math.random().toString(36).slice(2), heads: {}, shown: ["", 0], url: "/" }
  const socket = io(url, { auth, transports: ["websocket"], extraHeaders: { cookie, origin: url } })
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("connect_error", reject))
  let n = 0
  return {
    event: (f: string, a?: unknown, m: object = {}): Promise<Reply> => socket.emitWithAck(EVENT, { n: ++n, f, m, ...(a ? { a } : {}) }),
    again: (f: string, a?: unknown): Promise<Reply> => socket.emitWithAck(EVENT, { n, f, m: {}, ...(a ? { a } : {}) }),
    close: () => socket.close(),
  }
}
