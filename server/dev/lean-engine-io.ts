import { instead, knowing } from "./lean-source.ts"

const packet = `
  import { ERROR_PACKET, PACKET_TYPES, PACKET_TYPES_REVERSE } from "./commons.js"
  export const encodePacket = ({ type, data }, _, callback) => callback(PACKET_TYPES[type] + (data || ""))
  export const encodePacketToBinary = () => {}
  export const decodePacket = (text) => {
    const type = PACKET_TYPES_REVERSE[text[0]]
    return type ? { type, data: text.slice(1) || undefined } : ERROR_PACKET
  }`

const emitter = `
  export class Emitter {
    on(event, listener) {
      this._listeners ??= new Map()
      this._listeners.set(event, [...(this._listeners.get(event) ?? []), listener])
      return this
    }
    once(event, listener) {
      const once = (...args) => {
        this.off(event, once)
        listener.apply(this, args)
      }
      return this.on(event, once)
    }
    off(event, listener) {
      this._listeners?.set(event, this._listeners.get(event)?.filter((other) => other !== listener) ?? [])
      return this
    }
    removeAllListeners(event) {
      if (event) this._listeners?.delete(event)
      else this._listeners?.clear()
      return this
    }
    emit(event, ...args) {
      for (const listener of this._listeners?.get(event) ?? []) listener.apply(this, args)
      return this
    }
    emitReserved(event, ...args) {
      return Emitter.prototype.emit.call(this, event, ...args)
    }
  }`

/** Of one transport, in a browser, to the page's own address, without binary data, query, cookies of its own or upgrades. */
export const leanEngineIo = [
  instead("/@socket.io/component-emitter/lib/esm/index.js", emitter),
  instead("/engine.io-parser/build/esm/encodePacket.browser.js", packet),
  instead("/engine.io-parser/build/esm/decodePacket.browser.js", packet),
  instead(
    "/engine.io-client/build/esm/transports/index.js",
    `import { WS } from "./websocket.js"\nexport const transports = { websocket: WS }`,
  ),
  instead("/engine.io-client/build/esm/contrib/parseuri.js", `export const parse = (uri) => ({ host: uri })`),
  instead(
    "/engine.io-client/build/esm/contrib/parseqs.js",
    `export const encode = (query) => String(new URLSearchParams(query))\nexport const decode = () => ({})`,
  ),
  knowing("/engine.io-client/build/esm/globals.js", [
    [/\(\(\) => \{\s+if \(typeof self[\s\S]*?\}\)\(\)/, "self"],
    ['typeof Promise === "function" && typeof Promise.resolve === "function"', "true"],
  ]),
  knowing("/engine.io-client/build/esm/util.js", [
    ["opts.useNativeTimers", "false"],
    [/const NATIVE_.*;/, ""],
  ]),
  knowing(
    "/engine.io-client/build/esm/transport.js",
    [
      ["!opts.forceBase64", "true"],
      ["encodedQuery.length", "true"],
    ],
    ["pause"],
  ),
  knowing("/engine.io-client/build/esm/transports/websocket.js", [
    [/typeof navigator !== "undefined" &&[^;]*/, "false"],
    // Options of sockets in Node.
    [/pick\(this\.opts,[^)]*\)/, "{}"],
    ["this.opts.protocols", "undefined"],
    ["this.opts.extraHeaders", "false"],
    ["this.opts.autoUnref", "false"],
    ["this.opts.timestampRequests", "false"],
    ["!this.supportsBinary", "false"],
    ["globalThis.WebSocket || globalThis.MozWebSocket", "WebSocket"],
  ]),
  knowing(
    "/engine.io-client/build/esm/socket.js",
    [
      [/typeof addEventListener === "function" &&\s+typeof removeEventListener === "function"/, "true"],
      ['typeof location !== "undefined"', "true"],
      ['uri && "object" === typeof uri', "false"],
      ["if (uri)", "if (false)"],
      ["if (opts.host)", "if (false)"],
      ["null != opts.secure", "false"],
      ["if (opts.hostname && !opts.port)", "if (false)"],
      ["opts.hostname ||", ""],
      ["opts.port ||", ""],
      ["opts.transportImplementations && opts.transports", "false"],
      [/if \(opts\.transportImplementations \|\|[\s\S]*?"function"\)\)/, "if (false)"],
      [/this\.transports = opts\.transports\s[\s\S]*?;/, "this.transports = opts.transports;"],
      [/agent: false,[\s\S]*?closeOnBeforeunload: false,/, ""],
      ["this.opts.addTrailingSlash", "true"],
      ["this.opts.closeOnBeforeunload", "false"],
      ["if (this._beforeunloadEventListener)", "if (false)"],
      ["this.opts.withCredentials", "false"],
      ["this.opts.rememberUpgrade", "false"],
      ["this.opts.tryAllTransports", "false"],
      ['"open" === this.readyState && this.opts.upgrade', "false"],
      ["this.opts.autoUnref", "false"],
      [/, this\.opts\.transportOptions\[name\]/, ""],
      ['typeof this.opts.query === "string"', "false"],
      ["Object.assign({}, this.opts.query)", "{}"],
      ["this.transports.length === 0", "false"],
      ["if (this.upgrading)", "if (false)"],
      ["!this.upgrading", "true"],
      [/Socket\.priorWebsocketSuccess = .*;/, ""],
      // Nobody listens to these.
      [/this\.emitReserved\("(?:packet|heartbeat|pong|message|handshake|packetCreate)".*\);/, ""],
      [/this\.(?:_upgrades|_maxPayload) = .*;/, ""],
      ["this._getWritablePackets()", "this.writeBuffer"],
      ['"function" === typeof data', "false"],
      ['"function" === typeof options', "false"],
      [/options\.compress = .*;/, ""],
      ["Socket.protocol = protocol;", ""],
    ],
    ["_probe", "_filterUpgrades", "_getWritablePackets", "send"],
  ),
]
