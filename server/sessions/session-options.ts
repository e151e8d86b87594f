/** The `session` option of `createLiveView`. */
export interface SessionOptions {
  /** Name of the cookie. */
  name?: string
  /** Milliseconds that the cookie lasts after its last use. Without it, the cookie lasts until the browser is closed. */
  maxAge?: number
  sameSite?: "lax" | "strict" | "none"
  /** Sent over HTTPS only. "auto": where the request came so. */
  secure?: boolean | "auto"
  domain?: string
  path?: string
  /** Milliseconds after its last use that a session is kept whose cookie does not say. */
  lifetime?: number
}

export const sessionDefaults = {
  name: "livetsx.sid",
  sameSite: "lax",
  secure: "auto",
  path: "/",
  lifetime: 24 * 60 * 60_000,
} as const satisfies SessionOptions
