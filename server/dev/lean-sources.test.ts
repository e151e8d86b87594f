import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

import { Decoder as Own, Encoder as OwnEncoder, type Packet } from "socket.io-parser"
import { describe, expect, it } from "vitest"

import { write } from "./lean-source.ts"
import { leanSources } from "./lean-sources.ts"
import { withoutMethods } from "./without-methods.ts"

const packages = join(import.meta.dirname, "../../node_modules")

describe("the lean Socket.IO", () => {
  it.each(leanSources)("finds all that it leaves out: $file", ({ file, source, facts, uncalled }) => {
    const path = join(packages, file)
    expect(existsSync(path)).toBe(true)
    const code = readFileSync(path, "utf8")
    const missing: string[] = []
    const known = facts.reduce((rest, fact) => {
      const next = write(rest, fact)
      if (next === rest) missing.push(String(fact[0]))
      return next
    }, code)
    for (const name of uncalled) if (withoutMethods(known, new Set([name])) === known) missing.push(name)
    expect(missing).toEqual([])
    expect(source(code).length).toBeLessThan(code.length)
  })

  it("writes and reads the frames that the package writes and reads", async () => {
    const lean = await leanParser()
    const packets: Packet[] = [
      { type: 0, nsp: "/", data: { token: "a" } },
      { type: 1, nsp: "/" },
      { type: 2, nsp: "/", id: 12, data: ["e", { n: 1, text: "two\nlines [3]" }] },
      { type: 2, nsp: "/", data: ["p", "*", "", 0, []] },
      { type: 3, nsp: "/", id: 0, data: [[[0, "counter", 0, "1"]]] },
      { type: 4, nsp: "/", data: { message: "no" } },
    ]
    for (const packet of packets) {
      const [frame] = new OwnEncoder().encode(packet)
      expect(new lean.Encoder().encode(packet)).toEqual([frame])
      expect(read(new lean.Decoder(), frame)).toEqual(read(new Own(), frame))
    }
  })

  it("throws on what is no packet, as the package does", async () => {
    const lean = await leanParser()
    for (const frame of ["", "7", "2{", "x"]) expect(() => read(new lean.Decoder(), frame)).toThrow()
  })
})

interface Parser {
  Encoder: new () => { encode(packet: Packet): unknown[] }
  Decoder: new () => Reader
}

interface Reader {
  add(frame: string): void
  on(event: string, listener: (packet: unknown) => void): unknown
}

async function leanParser(): Promise<Parser> {
  const text = (start: string) => leanSources.find(({ file }) => file.startsWith(start))?.source("") ?? ""
  const emitter = asModule(text("/@socket.io/component-emitter"))
  return import(/* @vite-ignore */ asModule(text("/socket.io-parser").replace("@socket.io/component-emitter", emitter)))
}

function asModule(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code)}`
}

function read(decoder: Reader, frame: string): unknown {
  const packets: unknown[] = []
  decoder.on("decoded", (packet) => packets.push(packet))
  decoder.add(frame)
  return packets[0]
}
