import { WebSocket } from "ws"

/**
 * A socket that speaks Engine.IO and Socket.IO as their clients do, and no more: the load must not be what is measured.
 * @typedef {object} Wire
 * @property {(message: object) => Promise<string>} call sends an event; gives the frame that answers it
 * @property {(listener: (frame: string) => void) => void} onPush
 * @property {string[]} opening frames that came while it was opened
 * @property {() => void} close
 */

/**
 * @param {string} url
 * @param {object} auth
 * @param {Record<string, string>} [headers]
 * @returns {Promise<Wire>}
 */
export function openWire(url, auth, headers) {
  const socket = new WebSocket(`${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`, { headers, perMessageDeflate: false })
  /** @type {Map<number, (frame: string) => void>} */
  const waiting = new Map()
  /** @type {string[]} */
  const opening = []
  let number = 0
  let pushed = (/** @type {string} */ _frame) => {}
  const wire = {
    opening,
    /** @param {object} message */
    call(message) {
      const n = ++number
      socket.send(`42${n}${JSON.stringify(["e", { n, ...message }])}`)
      return new Promise((/** @type {(frame: string) => void} */ resolve) => waiting.set(n, resolve))
    },
    /** @param {(frame: string) => void} listener */
    onPush: (listener) => {
      pushed = listener
    },
    close: () => socket.terminate(),
  }
  return new Promise((resolve, reject) => {
    socket.on("error", reject)
    socket.on("close", () => {
      if (waiting.size) throw new Error(`${url} closed the connection with ${waiting.size} events unanswered.`)
    })
    socket.on("message", (/** @type {Buffer} */ data) => {
      const frame = data.toString()
      if (frame.startsWith("43")) return answered(frame)
      if (frame.startsWith("0")) return socket.send(`40${JSON.stringify(auth)}`)
      if (frame === "2") return socket.send("3")
      if (frame.startsWith("44")) return reject(new Error(frame))
      if (number === 0) opening.push(frame)
      if (frame.startsWith('42["h"')) resolve(wire)
      else pushed(frame)
    })
  })

  /** @param {string} frame */
  function answered(frame) {
    const n = Number(frame.slice(2, frame.indexOf("[")))
    waiting.get(n)?.(frame)
    waiting.delete(n)
  }
}
