export interface Flag {
  letter: string
  name: string
  meaning: string
}

/** Some of the international code of signals. */
export const flags: Flag[] = [
  { letter: "A", name: "Alfa", meaning: "Diver down, keep clear" },
  { letter: "D", name: "Delta", meaning: "Keep clear, manoeuvring with difficulty" },
  { letter: "F", name: "Foxtrot", meaning: "Disabled, communicate with me" },
  { letter: "H", name: "Hotel", meaning: "Pilot on board" },
  { letter: "N", name: "November", meaning: "No" },
  { letter: "U", name: "Uniform", meaning: "You are running into danger" },
]

/** Which flag is chosen, and which are hoisted. */
export interface Halyard {
  at: number
  hoisted: number[]
  help: boolean
  remark: string
}

export function bareHalyard(): Halyard {
  return { at: 0, hoisted: [], help: false, remark: "" }
}

/** Moves on by so many flags, from the last to the first. */
export function move(halyard: Halyard, by: number) {
  halyard.at = (halyard.at + by + flags.length) % flags.length
}

/** Hoists the chosen flag, or lowers it. */
export function toggle(halyard: Halyard) {
  const { at, hoisted } = halyard
  halyard.hoisted = hoisted.includes(at) ? hoisted.filter((index) => index !== at) : [...hoisted, at]
}
