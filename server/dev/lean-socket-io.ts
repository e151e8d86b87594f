import { instead, knowing } from "./lean-source.ts"

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

const anyListeners = [
  "onAny",
  "prependAny",
  "offAny",
  "listenersAny",
  "onAnyOutgoing",
  "prependAnyOutgoing",
  "offAnyOutgoing",
  "listenersAnyOutgoing",
  "notifyOutgoingListeners",
]

/** As `client/connection.ts` uses it: one socket of the namespace "/", opened by hand, that connects again by hand, with a timeout for every answer. */
export const leanSocketIo = [
  instead("/socket.io-parser/build/esm/index.js", parser),
  instead("/socket.io-client/build/esm/contrib/backo2.js", `export class Backoff {}`),
  knowing(
    "/socket.io-client/build/esm/manager.js",
    [
      ["import * as parser from", "import { Encoder, Decoder } from"],
      ["_parser.", ""],
      ["const _parser = opts.parser || parser;", ""],
      ['uri && "object" === typeof uri', "true"],
      ["opts = opts || {};", ""],
      ["this.uri = uri;", ""],
      ["this.uri", "undefined"],
      [/opts\.path = .*;/, ""],
      [/this\.(?:reconnection|reconnectionAttempts|reconnectionDelay|reconnectionDelayMax|randomizationFactor)\(.*\);/, ""],
      [/this\.backoff = new [\s\S]*?\}\);/, ""],
      ["this.backoff.reset();", ""],
      ["this.timeout(null == opts.timeout ? 20000 : opts.timeout);", ""],
      ["false !== this._timeout", "true"],
      ["const timeout = this._timeout;", "const { timeout } = this.opts;"],
      ["this._autoConnect = opts.autoConnect !== false;", ""],
      ["if (this._autoConnect)", "if (false)"],
      ["else if (this._autoConnect && !socket.active)", "else if (false)"],
      ["this._reconnection && !this.skipReconnect", "false"],
      [/this\.(?:skipReconnect|_reconnecting) = \w+;/, ""],
      ["this.maybeReconnectOnOpen();", ""],
      ["this.opts.autoUnref", "false"],
    ],
    [
      "reconnection",
      "reconnectionAttempts",
      "reconnectionDelay",
      "reconnectionDelayMax",
      "randomizationFactor",
      "timeout",
      "connect",
      "disconnect",
      "maybeReconnectOnOpen",
      "reconnect",
      "onreconnect",
    ],
  ),
  knowing(
    "/socket.io-client/build/esm/socket.js",
    [
      [/const RESERVED_EVENTS = [\s\S]*?\}\);/, ""],
      ["RESERVED_EVENTS.hasOwnProperty(ev)", "false"],
      ["this._opts = Object.assign({}, opts);", ""],
      ["opts && opts.auth", "true"],
      ["this._opts.retries && !this.flags.fromQueue && !this.flags.volatile", "false"],
      ["this._anyListeners && this._anyListeners.length", "false"],
      [/this\._pid && args\.length && .*"string"/, "false"],
      ["this.io._autoConnect", "false"],
      ['!this.io["_reconnecting"]', "true"],
      [/const isTransportWritable = .*;/, ""],
      ["this.flags.volatile && !isTransportWritable", "false"],
      [/packet\.options.*;/, ""],
      [/const timeout = .*;/, "const { timeout } = this.flags;"],
      ["timeout === undefined", "false"],
      ['typeof this.auth == "function"', "true"],
      [/this\._pid\s+\? Object\.assign\(.*\)\s+: data/, "data"],
      [/this\.(?:_pid|recovered|_queue|_queueSeq) = .*;/, ""],
      ["this.notifyOutgoingListeners(packet);", ""],
      ["this._drainQueue(true);", ""],
      ["packet.nsp === this.nsp", "true"],
      ["packet.data && packet.data.sid", "true"],
      ["null != packet.id", "false"],
      [/case PacketType\.BINARY_\w+:/, ""],
    ],
    [...anyListeners, "_addToQueue", "_drainQueue", "emitWithAck", "send", "compress", "volatile", "disconnected", "open", "close", "ack"],
  ),
]
