import { describe, expect, it } from "vitest"

import { newRoom, signRoom, tokenLifetime, verifyRoom } from "./room-token.ts"

const secrets = ["a secret of thirty-two characters!"]

describe("a room's token", () => {
  it("starts with the room's UUID and gives the room back", () => {
    const room = newRoom()
    const token = signRoom(room, "session", secrets)
    expect(token.startsWith(`${room}.`)).toBe(true)
    expect(verifyRoom(token, "session", secrets)).toMatchObject({ room })
  })

  it("is refused with another session, another secret or no secret at all", () => {
    const token = signRoom(newRoom(), "session", secrets)
    expect(verifyRoom(token, "another", secrets)).toEqual({ refused: "forged" })
    expect(verifyRoom(token, "session", ["another secret"])).toEqual({ refused: "forged" })
    expect(verifyRoom(token, "session", [])).toEqual({ refused: "forged" })
    expect(verifyRoom(token, "session", [""])).toEqual({ refused: "forged" })
  })

  it("is refused when any of its characters is changed", () => {
    const token = signRoom(newRoom(), "session", secrets, 1_700_000_000_000)
    for (let at = 0; at < token.length; at++) {
      const altered = token.slice(0, at) + (token[at] === "a" ? "b" : "a") + token.slice(at + 1)
      expect(verifyRoom(altered, "session", secrets, 1_700_000_000_000), altered).toHaveProperty("refused")
    }
  })

  it("is accepted with an older secret while secrets rotate, and signed with the first", () => {
    const token = signRoom(newRoom(), "session", ["old"])
    expect(verifyRoom(token, "session", ["new", "old"])).toHaveProperty("room")
    expect(verifyRoom(signRoom(newRoom(), "session", ["new", "old"]), "session", ["new"])).toHaveProperty("room")
  })

  it("expires, also when a clock was set back or forward by more than its lifetime", () => {
    const token = signRoom(newRoom(), "session", secrets, 1_700_000_000_000)
    const verifiedAfter = (milliseconds: number) => verifyRoom(token, "session", secrets, 1_700_000_000_000 + milliseconds)
    expect(verifiedAfter(tokenLifetime)).toHaveProperty("room")
    expect(verifiedAfter(-60_000)).toHaveProperty("room")
    expect(verifiedAfter(tokenLifetime + 1)).toEqual({ refused: "expired" })
    expect(verifiedAfter(-tokenLifetime - 1)).toEqual({ refused: "expired" })
  })

  it.each([
    undefined,
    null,
    7,
    {},
    [],
    "",
    "x",
    newRoom(),
    "x".repeat(1e6),
    `${newRoom()}.0.`,
    `${newRoom().toUpperCase()}.0.${"a".repeat(43)}`,
    `\n${signRoom(newRoom(), "s", secrets)}\n`,
  ])("is refused as malformed when it is %j", (token) => {
    expect(verifyRoom(token, "session", secrets)).toEqual({ refused: "malformed" })
  })
})
