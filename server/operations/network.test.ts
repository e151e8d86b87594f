import { describe, expect, it } from "vitest"

import { isPrivate, networkOf } from "./network.ts"

describe("whom an address counts as", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2::9", "2001:db8:1:2::/64"],
    ["2001:0db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["", ""],
    ["nonsense", "nonsense"],
  ])("%s counts as %s", (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})

describe("a private address", () => {
  it.each(["127.0.0.1", "::1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "::ffff:10.0.0.1", "fd00::1"])("is %s", (address) => {
    expect(isPrivate(address)).toBe(true)
  })

  it.each(["", "nonsense", "8.8.8.8", "172.32.0.1", "2001:db8::1", "::ffff:8.8.8.8"])("is not %s", (address) => {
    expect(isPrivate(address)).toBe(false)
  })
})
