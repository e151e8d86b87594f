/** The lessons' first rows. Visitors add to them. */

export const items: [list: string, title: string][] = [
  ["hand", "Lamp oil, two cans"],
  ["hand", "Spare fuse for the rotor"],
  ["hand", "Coffee"],
  ["on", "Tide tables for the winter"],
  ["on", "Wool blanket"],
  ["on", "Signal flags N and C"],
]

export const contacts: [name: string, email: string, message: string][] = [
  ["Ines", "ines@harbour.example", "Are the stairs open to visitors on Sundays?"],
  ["Tomas", "tomas@harbour.example", "The fog horn can be heard as far as the mill. Thank you."],
  ["Mirela", "mirela@harbour.example", "Could our class of twenty come in May?"],
]

export const notes: [id: number, title: string][] = [
  [1, "Clean the lens before the first frost"],
  [2, "Wind the clockwork every four hours"],
  [3, "Report ships without lights to the harbour"],
  [4, "Test the fog signal on the first of the month"],
  [5, "Write down the weather at noon"],
]

export const notices: [message: string][] = [["The ferry leaves ten minutes later today."], ["Fog is expected after midnight."]]

export const rooms: [id: string, title: string, topic: string][] = [
  ["harbour", "Harbour", "Arrivals and departures"],
  ["weather", "Weather", "Wind, fog and tide"],
  ["galley", "Galley", "What is for supper"],
]

export const messages: [room: string, author: string, text: string, sent: string][] = [
  ["harbour", "Ines", "The pilot boat is back.", "2026-03-02 08:05:00"],
  ["harbour", "Tomas", "Two freighters are waiting for the tide.", "2026-03-02 08:09:00"],
  ["harbour", "Mirela", "Berth four is free from noon.", "2026-03-02 08:31:00"],
  ["weather", "Tomas", "Wind has gone round to the north-west.", "2026-03-02 06:40:00"],
  ["weather", "Ines", "Visibility two miles and falling.", "2026-03-02 07:15:00"],
  ["galley", "Mirela", "Soup tonight. Bring bread.", "2026-03-02 16:20:00"],
]

/** Fixed accounts of a demonstration: the login page names their passwords. */
export const users: [name: string, title: string, password: string][] = [
  ["keeper", "Keeper of the light", "lighthouse"],
  ["pilot", "Harbour pilot", "seamark"],
]
