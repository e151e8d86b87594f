import type { LiveView, Presence, Present } from "livetsx"

import { rooms } from "./messages.ts"
import type { Room } from "./messages.ts"

/** Who is in a room, as far as they have said. */
export async function Who({ room, presence }: { room: Room; presence: Presence }) {
  return <Names room={room} present={await presence.list()} />
}

function Names({ room, present }: { room: Room; present: Present[] }) {
  return (
    <p id={`who-${room.id}`} class="hint" aria-live="polite">
      {present.length ? `Here now: ${present.map(({ info }) => info.name).join(", ")}` : "Nobody is here yet."}
    </p>
  )
}

/** Shows everybody in a room who has come, gone or taken another name. */
export function showWhoIsThere(live: LiveView): void {
  for (const room of rooms()) {
    const name = `chat:${room.id}`
    live.presence(name).onChange((present) => live.to(name).send(<Names room={room} present={present} />))
  }
}
