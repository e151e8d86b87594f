import { describe, expect, it } from "vitest"

import { bytesOf, packetsOf, readPacket } from "./packets.ts"

describe("a packet", () => {
  it("is read as what it is", () => {
    expect(readPacket('427["e",{"n":3,"f":"add"}]')).toEqual({ type: "event", ack: "7", message: { n: 3, f: "add" } })
    expect(readPacket('437[[[0,"counter",0,"2"]]]')).toEqual({ type: "reply", ack: "7", reply: [[0, "counter", 0, "2"]] })
    expect(readPacket('437[{"code":"busy"}]')).toEqual({ type: "reply", ack: "7", reply: { code: "busy" } })
    expect(readPacket('42["p","*","x",4,[["title","T"]]]')).toEqual({ type: "push", room: "*", patches: [["title", "T"]] })
    expect(readPacket('42["c","refresh"]')).toEqual({ type: "control", instruction: "refresh" })
    expect(readPacket('40{"token":"t","document":"d"}')).toEqual({ type: "connect", auth: { token: "t", document: "d" } })
  })

  it("is not shown where it is no event's: pings, heads, and what asks for what was missed", () => {
    for (const text of ["2", "3", '0{"sid":"a"}', '40{"sid":"a"}', '42["h",{"*":"x:1"},true]', '421["e",{"r":{}}]', "431[true]"])
      expect(readPacket(text)).toBeUndefined()
  })

  it("may come with others in one answer of long polling", () => {
    expect(packetsOf("2\u001e437[[]]")).toEqual(["2", "437[[]]"])
  })

  it("is as long as its bytes on the wire", () => {
    expect(bytesOf("añ€")).toBe(6)
  })
})
