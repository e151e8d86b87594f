import { WebSocket } from "ws"

export interface WireListener {
  refused(code: string): void
  message(name: string, content: unknown[]): void
  closed(): void
}

export interface Wire {
  /** Sends an event; undefined where there is no answer within the time. */
  emit(message: unknown, timeout: number, answered: (answer: unknown) => void): void
  close(): void
  /** Ends it as a lost network would. */
  cut(): void
  /** Reads no more. */
  stall(): void
}

/** A socket that speaks Engine.IO and Socket.IO as their clients do, cheap enough for thousands in one process. */
export function openWire(url: string, path: string, headers: Record<string, string>, auth: () => unknown, listener: WireListener): Wire {
  const socket = new WebSocket(`${url.replace("http", "ws")}${path}?EIO=4&transport=websocket`, {
    headers,
    perMessageDeflate: false,
    handshakeTimeout: 10_000,
  })
  const waiting = new Map<number, { answered: (answer: unknown) => void; timer: NodeJS.Timeout }>()
  let heartbeat: NodeJS.Timeout | undefined
  let silence = 10_000
  let number = 0
  let gone = false

  function beat(): void {
    clearTimeout(heartbeat)
    heartbeat = setTimeout(end, silence)
  }

  function end(): void {
    socket.terminate()
    closed()
  }

  function closed(): void {
    if (gone) return
    gone = true
    clearTimeout(heartbeat)
    for (const { timer } of waiting.values()) clearTimeout(timer)
    waiting.clear()
    listener.closed()
  }

  const kinds: Record<string, (rest: string) => void> = {
    "0": (rest) => {
      const { pingInterval, pingTimeout }: { pingInterval: number; pingTimeout: number } = JSON.parse(rest)
      silence = pingInterval + pingTimeout
      socket.send(`40${JSON.stringify(auth())}`)
    },
    "1": end,
    "2": () => socket.send("3"),
    "4": (rest) => packets[rest.charAt(0)]?.(rest.slice(1)),
  }
  const packets: Record<string, (rest: string) => void> = {
    "1": end,
    "2": (rest) => {
      const [name, ...content] = JSON.parse(rest)
      listener.message(name, content)
    },
    "3": (rest) => {
      const at = rest.indexOf("[")
      const id = Number(rest.slice(0, at))
      const wait = waiting.get(id)
      waiting.delete(id)
      clearTimeout(wait?.timer)
      wait?.answered(JSON.parse(rest.slice(at))[0])
    },
    "4": (rest) => {
      listener.refused(JSON.parse(rest)?.data?.code ?? "")
      end()
    },
  }

  beat()
  socket.on("error", () => {})
  socket.on("close", closed)
  socket.on("message", (content) => {
    if (gone) return
    beat()
    const text = String(content)
    kinds[text.charAt(0)]?.(text.slice(1))
  })

  return {
    emit(message, timeout, answered) {
      const id = number++
      const timer = setTimeout(() => {
        waiting.delete(id)
        answered(undefined)
      }, timeout)
      waiting.set(id, { answered, timer })
      if (socket.readyState === WebSocket.OPEN) socket.send(`42${id}${JSON.stringify(["e", message])}`)
    },
    close: () => {
      socket.close()
      closed()
    },
    cut: end,
    stall: () => socket.pause(),
  }
}
