/**
 * What others see of a visitor who is in a room. An application says what that is, and how it is found, with the option `presence` of `createLiveView`:
 * `declare module "livetsx" { interface PresenceInfo { name: string } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: a type alias could not be augmented.
export interface PresenceInfo {}
