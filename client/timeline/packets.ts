import { CONTROL, EVENT, PUSH } from "../../server/protocol.ts"
import type { EventMessage, HandshakeAuth, Instruction, Patch, Reply } from "../../server/protocol.ts"

/** What is said over the page's connection, as far as the timeline shows it. */
export type Packet =
  | { type: "connect"; auth: HandshakeAuth }
  | { type: "event"; ack: string; message: EventMessage }
  | { type: "reply"; ack: string; reply: Reply }
  | { type: "push"; room: string; patches: Patch[] }
  | { type: "control"; instruction: Instruction }

/** Reads one packet of Socket.IO: see client/wire.ts. Undefined for what the timeline does not show. */
export function readPacket(text: string): Packet | undefined {
  const [, type, ack = "", json = ""] = /^(4[023])(\d*)(.*)/s.exec(text) ?? []
  const content: unknown = type && json ? JSON.parse(json) : undefined
  if (type === "40") return isAuth(content) ? { type: "connect", auth: content } : undefined
  if (!Array.isArray(content)) return undefined
  if (type === "43") return isReply(content[0]) ? { type: "reply", ack, reply: content[0] } : undefined
  const [name, ...rest] = content
  if (name === EVENT) return isEvent(rest[0]) ? { type: "event", ack, message: rest[0] } : undefined
  if (name === PUSH) return { type: "push", room: rest[0], patches: rest[3] }
  if (name === CONTROL) return { type: "control", instruction: rest[0] }
  return undefined
}

/** Packets of one request or answer of long polling. */
export function packetsOf(payload: string): string[] {
  return payload.split("\u001e")
}

const encoder = new TextEncoder()

/** Bytes of a text on the wire, before it is compressed. */
export function bytesOf(text: string): number {
  return encoder.encode(text).length
}

function isAuth(content: unknown): content is HandshakeAuth {
  return isObject(content) && "document" in content
}

/** To resume is no event, though it is sent as one. */
function isEvent(content: unknown): content is EventMessage {
  return isObject(content) && "f" in content
}

function isReply(content: unknown): content is Reply {
  return isObject(content)
}

function isObject(content: unknown): content is object {
  return typeof content === "object" && content !== null
}
