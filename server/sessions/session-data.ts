/**
 * What a visitor's session holds. An application says what that is:
 * `declare module "livetsx" { interface SessionData { userId?: number } }`.
 * `req.session` in its own routes has the same type.
 */
// biome-ignore lint/suspicious/noEmptyInterface: a type alias could not be augmented.
export interface SessionData {}

declare module "express-session" {
  interface SessionData extends OwnSessionData {}
}

type OwnSessionData = SessionData
