import { monitorEventLoopDelay } from "node:perf_hooks"

import { Counter, Gauge, Histogram, Registry } from "prom-client"

/** What became of an event. */
export interface MeasuredEvent {
  function: string
  /** "ok", or the code of the refusal. */
  outcome: string
  milliseconds: number
}

/** What a server says of itself at `/metrics`; each LiveView has its own. */
export interface Metrics {
  eventEnded(event: MeasuredEvent): void
  /** Bytes of frames. */
  transferred(direction: "in" | "out", bytes: number): void
  /** A page asked for what it had missed of a room. */
  resumed(outcome: "current" | "replayed" | "gap" | "away"): void
  /** A page was told to render itself again, or to go elsewhere. */
  instructed(instruction: string): void
  /** A handshake, token or frame was refused. */
  refused(reason: string): void
  /** A page was cut off. */
  cut(reason: string): void
  /** Values that are read when they are asked for, such as sockets, pages and the lengths of queues. */
  watch(values: Record<string, () => number>): void
  /** In Prometheus's text format. */
  text(): Promise<string>
  readonly contentType: string
  close(): void
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const events = new Counter({
    name: "livetsx_events_total",
    help: "Events by handler and outcome.",
    labelNames: ["handler", "outcome"] as const,
    registers,
  })
  const times = new Histogram({
    name: "livetsx_event_seconds",
    help: "Time from an event's arrival to its answer.",
    labelNames: ["handler"] as const,
    buckets,
    registers,
  })
  const transferred = { in: 0, out: 0 }
  watchBytes(registry, transferred)
  const resumes = new Counter({
    name: "livetsx_resumes_total",
    help: "Rooms that pages resumed.",
    labelNames: ["outcome"] as const,
    registers,
  })
  const instructions = new Counter({
    name: "livetsx_instructions_total",
    help: "Pages told to refresh, reload or move.",
    labelNames: ["instruction"] as const,
    registers,
  })
  const refusals = new Counter({
    name: "livetsx_refusals_total",
    help: "Handshakes, tokens and frames refused.",
    labelNames: ["reason"] as const,
    registers,
  })
  const cuts = new Counter({ name: "livetsx_cuts_total", help: "Pages cut off.", labelNames: ["reason"] as const, registers })
  const stopLoop = watchLoop(registry)
  watchMemory(registry)
  // Looking a label up costs more than counting; there are as many as handlers.
  const eventsOf = remembered((handler) => remembered((outcome) => events.labels({ handler, outcome })))
  const timesOf = remembered((handler) => times.labels({ handler }))
  return {
    eventEnded({ function: handler, outcome, milliseconds }) {
      eventsOf(handler)(outcome).inc()
      timesOf(handler).observe(milliseconds / 1000)
    },
    transferred(direction, count) {
      transferred[direction] += count
    },
    resumed: (outcome) => resumes.inc({ outcome }),
    instructed: (instruction) => instructions.inc({ instruction }),
    refused: (reason) => refusals.inc({ reason }),
    cut: (reason) => cuts.inc({ reason }),
    watch(values) {
      for (const [name, read] of Object.entries(values)) watchValue(registry, name, read)
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
    close() {
      stopLoop()
      registry.clear()
    },
  }
}

function remembered<Value>(make: (key: string) => Value): (key: string) => Value {
  const made = new Map<string, Value>()
  return (key) => {
    const value = made.get(key) ?? make(key)
    made.set(key, value)
    return value
  }
}

/** Seconds. */
const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Counted with every frame, and told when somebody asks. */
function watchBytes(registry: Registry, transferred: { in: number; out: number }): void {
  new Counter({
    name: "livetsx_bytes_total",
    help: "Bytes of frames.",
    labelNames: ["direction"] as const,
    registers: [registry],
    collect() {
      this.reset()
      for (const direction of ["in", "out"] as const) this.inc({ direction }, transferred[direction])
    },
  })
}

function watchValue(registry: Registry, name: string, read: () => number): void {
  new Gauge({
    name: `livetsx_${name}`,
    help: `${name.replaceAll("_", " ")}, now.`,
    registers: [registry],
    collect() {
      this.set(read())
    },
  })
}

/** How late timers are, since the last time it was asked for. */
function watchLoop(registry: Registry): () => void {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  new Gauge({
    name: "livetsx_event_loop_delay_seconds",
    help: "Delay of the event loop since it was last read.",
    labelNames: ["quantile"] as const,
    registers: [registry],
    collect() {
      for (const quantile of [50, 90, 99, 100]) this.set({ quantile: String(quantile / 100) }, delay.percentile(quantile) / 1e9)
      delay.reset()
    },
  })
  return () => void delay.disable()
}

function watchMemory(registry: Registry): void {
  new Gauge({
    name: "livetsx_memory_bytes",
    help: "Memory of the process.",
    labelNames: ["kind"] as const,
    registers: [registry],
    collect() {
      const { rss, heapUsed, external } = process.memoryUsage()
      this.set({ kind: "rss" }, rss)
      this.set({ kind: "heap" }, heapUsed)
      this.set({ kind: "external" }, external)
    },
  })
}
