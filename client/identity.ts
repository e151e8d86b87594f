import type { EventMessage, HandshakeAuth, Heads, PageConfig } from "../server/protocol.ts"

export interface Identity {
  readonly token: string
  readonly config: PageConfig
  /** Path and query of what is shown. */
  url: string
  /** The history stands at another page already, which is on its way. */
  isLeft?: boolean
  auth(heads: Heads): HandshakeAuth
  /** Completes a message that is sent for the first time. */
  stamp(message: EventMessage): EventMessage
  /** A reply or push was applied; `lost`: not wholly. */
  applied(lost: boolean): void
  /** The page shows something that the server did not send. */
  differs(): void
  /** Another document is shown. True: in another room. */
  become(config: PageConfig, token: string): boolean
}

/** Who this page is to the server, and what it was last shown. */
export function createIdentity(config: PageConfig, token: string): Identity {
  let name = randomName()
  let applied = 0
  let lost = false
  let toldUrl: string | undefined
  let untoldShown: string | undefined

  const address = () => (identity.isLeft ? identity.url : currentUrl())

  const identity: Identity = {
    config,
    token,
    url: currentUrl(),
    auth: (heads: Heads): HandshakeAuth => {
      toldUrl = address()
      untoldShown = undefined
      // A page that differs has not had what the server has sent, however much it has applied.
      const had = lost ? -1 : applied
      const lang = document.documentElement.lang || undefined
      return {
        token: identity.token,
        document: name,
        heads,
        shown: [identity.config.shown, had],
        url: toldUrl,
        lang,
        // The build whose script runs here, whatever was rendered since.
        build: config.build,
      }
    },
    stamp: (message: EventMessage): EventMessage => {
      const url = address()
      const stamped = { ...message, u: url === toldUrl ? undefined : url, x: lost ? (1 as const) : undefined, s: untoldShown }
      toldUrl = url
      untoldShown = undefined
      lost = false
      return stamped
    },
    applied: (incompletely: boolean): void => {
      applied++
      lost ||= incompletely
    },
    differs: (): void => {
      lost = true
    },
    become: (next: PageConfig, nextToken: string): boolean => {
      const moved = roomOf(nextToken) !== roomOf(identity.token)
      if (moved) name = randomName()
      Object.assign(identity, { config: next, token: nextToken, url: currentUrl() })
      applied = 0
      lost = false
      untoldShown = next.shown
      return moved
    },
  }
  return identity
}

/** A token is signed anew with each document; it begins with the UUID of its room. */
export function roomOf(token: string): string {
  return token.split(".", 1)[0] ?? ""
}

export function currentUrl(): string {
  return location.pathname + location.search
}

/** crypto.randomUUID is missing on plain http. */
function randomName(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(36)).join("")
}
