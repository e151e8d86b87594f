import { ServerResponse, type IncomingMessage } from "node:http"
import type { Socket } from "node:net"

import session, { type SessionData as StoredData, type Store } from "express-session"
import type { Request, RequestHandler } from "express"

import { randomText } from "../operations/random-text.ts"
import { begun, dataOf, openSession, type OpenSession } from "./open-session.ts"
import type { SessionData } from "./session-data.ts"
import { sessionDefaults, type SessionOptions } from "./session-options.ts"
import { WatchedStore, type SessionBus } from "./watched-store.ts"

/** The visitors' sessions, for HTTP requests and for handlers. Loading and saving reject when the store does not answer. */
export interface Sessions {
  /** `req.session`, for the author's own routes too. */
  readonly middleware: RequestHandler
  /** Gives the visitor a session that lasts, with its cookie: for pages, so that assets and probes make none. Resolves when it is stored. */
  begin(request: Request): Promise<void>
  /** Id of the session of a request that the middleware has not seen: a handshake. Where there is none, an id that no session has. */
  identify(request: IncomingMessage): Promise<string>
  load(id: string): Promise<SessionData | undefined>
  /** For a handler; undefined where the session has ended. No promise where the store is in memory. */
  open(id: string): OpenSession | undefined | Promise<OpenSession | undefined>
  /** Puts off its expiry; undefined where it has ended. */
  touch(id: string): Promise<SessionData | undefined>
  destroy(id: string): Promise<void>
  /** Called with the id of each session that ends, here or on another node. Gives the function that takes the listener away. */
  onEnded(listener: (id: string) => void): () => void
  /** Called with the id of each session that was written, here or on another node. */
  onChanged(listener: (id: string) => void): () => void
  close(): Promise<void>
}

export interface SessionParts {
  /** The first signs; all are accepted. */
  secrets: string[]
  store: Store
  options?: SessionOptions
  /** Between nodes. */
  bus?: SessionBus
}

export function createSessions({ secrets, store, options = {}, bus }: SessionParts): Sessions {
  const watched = new WatchedStore(store)
  const middleware = sessionMiddleware(secrets, watched, { ...sessionDefaults, ...options })
  const heard = new Set<Listen>()
  const tell: Listen = (event, id) => {
    for (const listener of heard) listener(event, id)
  }
  watched.watch(tell)
  watched.watch((event, id) => bus?.publish(event, id))
  bus?.subscribe((event, id) => {
    watched.heard(event, id)
    tell(event, id)
  })

  const load = async (id: string) => (await watched.held(id))?.()
  const write = (id: string, data: StoredData) => done((callback) => watched.set(id, data, callback))
  return {
    middleware,
    begin,
    identify: (request) => identify(middleware, request),
    load: async (id) => {
      const stored = await load(id)
      return stored && dataOf(stored)
    },
    open: (id) => openSession(id, { held: (id) => watched.held(id), write }),
    touch: async (id) => {
      const stored = await load(id)
      if (stored) await done((callback) => watched.touch(id, used(stored), callback))
      return stored && dataOf(stored)
    },
    destroy: (id) => done((callback) => watched.destroy(id, callback)),
    onEnded: (listener) => listen(heard, "ended", listener),
    onChanged: (listener) => listen(heard, "changed", listener),
    close: async () => bus?.close(),
  }
}

type Listen = Parameters<WatchedStore["watch"]>[0]

/** Stored at once, since express-session would split the answer to store it before the last byte. */
async function begin({ session }: Request): Promise<void> {
  if (begun in session) return
  Object.assign(session, { [begun]: 1 })
  await done((callback) => session.save(callback))
}

function sessionMiddleware(secrets: string[], store: Store, options: SessionOptions): RequestHandler {
  const { name, maxAge, sameSite, secure, domain, path } = options
  const cookie = { httpOnly: true, sameSite, secure, domain, path, maxAge }
  // The application's `trust proxy` setting says whether a request came over HTTPS.
  return session({
    secret: secrets,
    genid: () => randomText(24),
    name,
    store,
    resave: false,
    saveUninitialized: false,
    rolling: maxAge !== undefined,
    cookie,
  })
}

function done(start: (callback: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())))
}

/**
 * express-session reads the cookie itself, and needs a response that is never sent. It gets a request of its own to put a session on:
 * the other is kept as long as its socket.
 */
function identify(middleware: RequestHandler, incoming: IncomingMessage): Promise<string> {
  const request = asRequest({ headers: incoming.headers, url: incoming.url, connection: incoming.socket })
  return new Promise((resolve, reject) => {
    middleware(request, asResponse(new ServerResponse(incoming)), (error) => (error ? reject(error) : resolve(request.sessionID)))
  })
}

/** express-session uses nothing else of a request. */
function asRequest(request: { headers: IncomingMessage["headers"]; url: string | undefined; connection: Socket }): Request {
  return request as Request
}

/** As above. */
function asResponse(response: ServerResponse): Parameters<RequestHandler>[1] {
  return response as Parameters<RequestHandler>[1]
}

/** The session as it is when it has been used just now. */
function used(stored: StoredData): StoredData {
  const { originalMaxAge } = stored.cookie
  return originalMaxAge === null || originalMaxAge === undefined
    ? stored
    : { ...stored, cookie: { ...stored.cookie, expires: new Date(Date.now() + originalMaxAge) } }
}

function listen(heard: Set<Listen>, wanted: "ended" | "changed", listener: (id: string) => void): () => void {
  const each: Listen = (event, id) => {
    if (event === wanted) listener(id)
  }
  heard.add(each)
  return () => void heard.delete(each)
}
