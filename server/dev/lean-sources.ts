import { withoutMethods } from "./without-methods.ts"

/** What a file of Socket.IO's becomes in the bundle of a page. */
interface LeanSource {
  /** End of its path. */
  file: string
  source(code: string): string
}

const instead = (file: string, text: string): LeanSource => ({ file, source: () => text })
const packet = `
  import { ERROR_PACKET, PACKET_TYPES, PACKET_TYPES_REVERSE } from "./commons.js"
  export const encodePacket = ({ type, data }, _, callback) => callback(PACKET_TYPES[type] + (data || ""))
  export const encodePacketToBinary = () => {}
  export const decodePacket = (text) => {
    const type = PACKET_TYPES_REVERSE[text[0]]
    return type ? { type, data: text.slice(1) || undefined } : ERROR_PACKET
  }`

/** Of the same names and with the same frames as the package's own, for packets without bytes. What is no packet throws, and the connection is closed. */
const parser = `
  import { Emitter } from "@socket.io/component-emitter"
  export const protocol = 5
  export const PacketType = { CONNECT: 0, DISCONNECT: 1, EVENT: 2, ACK: 3, CONNECT_ERROR: 4, BINARY_EVENT: 5, BINARY_ACK: 6 }
  export class Encoder {
    encode({ type, id, data }) {
      return ["" + type + (id ?? "") + (data == null ? "" : JSON.stringify(data))]
    }
  }
  export class Decoder extends Emitter {
    add(text) {
      const [, type, id, json] = /^([0-4])(\\d*)(.*)$/s.exec(text)
      this.emitReserved("decoded", { type: +type, nsp: "/", id: id ? +id : undefined, data: json ? JSON.parse(json) : undefined })
    }
    destroy() {}
  }`

/** Text alone travels, over WebSocket and in the namespace "/" alone; and `client/connection.ts` gives no address, no query and no retries, and connects again by itself. */
export const leanSources: LeanSource[] = [
  instead(
    "/engine.io-client/build/esm/transports/index.js",
    `import { WS } from "./websocket.js"\nexport const transports = { websocket: WS }`,
  ),
  instead("/engine.io-client/build/esm/contrib/parseuri.js", `export const parse = (uri) => ({ host: uri })`),
  instead(
    "/engine.io-client/build/esm/contrib/parseqs.js",
    `export const encode = (query) => String(new URLSearchParams(query))\nexport const decode = () => ({})`,
  ),
  instead("/engine.io-parser/build/esm/encodePacket.browser.js", packet),
  instead("/engine.io-parser/build/esm/decodePacket.browser.js", packet),
  instead("/socket.io-parser/build/esm/index.js", parser),
  instead("/socket.io-client/build/esm/contrib/backo2.js", `export class Backoff { reset() {} }`),
  {
    file: "/engine.io-client/build/esm/transports/websocket.js",
    // Options of sockets in Node.
    source: (code) => code.replace(/pick\(this\.opts,[^)]*\)/, "{}"),
  },
  {
    file: "/engine.io-client/build/esm/socket.js",
    source: (code) =>
      withoutMethods(code, new Set(["_probe"]))
        .replace(/(_filterUpgrades\(upgrades\) \{)[\s\S]*?\n {4}\}/, "$1 return [] }")
        .replace(/(_getWritablePackets\(\) \{)[\s\S]*?\n {4}\}/, "$1 return this.writeBuffer }"),
  },
  {
    file: "/socket.io-client/build/esm/manager.js",
    source: (code) =>
      withoutMethods(code, new Set(["reconnect", "maybeReconnectOnOpen"]), new Set(["onreconnect"]))
        .replace("import * as parser from", "import { Encoder, Decoder } from")
        .replace("opts.parser || parser", "{ Encoder, Decoder }"),
  },
  {
    file: "/socket.io-client/build/esm/socket.js",
    source: (code) =>
      withoutMethods(
        code,
        new Set(["_addToQueue", "_drainQueue", "notifyOutgoingListeners"]),
        new Set(["emitWithAck", "send", "compress", "volatile", ...anyListeners]),
      ),
  },
]

const anyListeners = [
  "onAny",
  "prependAny",
  "offAny",
  "listenersAny",
  "onAnyOutgoing",
  "prependAnyOutgoing",
  "offAnyOutgoing",
  "listenersAnyOutgoing",
]
