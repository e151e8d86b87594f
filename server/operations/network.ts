import { BlockList, isIPv4, isIPv6 } from "node:net"

/** What is counted as one visitor: an IPv4 address; of an IPv6 address the first half, since whoever has one has all that share it. */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address
  const plain = withoutMapping(address)
  return isIPv6(plain) ? `${groupsOf(plain).slice(0, 4).join(":")}::/64` : plain
}

/** Whether an address is of this machine or of a private network. */
export function isPrivate(address: string): boolean {
  const plain = withoutMapping(address)
  if (isIPv4(plain)) return privateNetworks.check(plain, "ipv4")
  return isIPv6(plain) && privateNetworks.check(plain, "ipv6")
}

/** https://www.rfc-editor.org/rfc/rfc1918, https://www.rfc-editor.org/rfc/rfc4193 and the loopback addresses. */
const privateNetworks = new BlockList()
privateNetworks.addSubnet("10.0.0.0", 8, "ipv4")
privateNetworks.addSubnet("172.16.0.0", 12, "ipv4")
privateNetworks.addSubnet("192.168.0.0", 16, "ipv4")
privateNetworks.addSubnet("127.0.0.0", 8, "ipv4")
privateNetworks.addAddress("::1", "ipv6")
privateNetworks.addSubnet("fc00::", 7, "ipv6")

/** A server that listens on both families sees IPv4 addresses as ::ffff:192.0.2.1. */
function withoutMapping(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  return mapped?.[1] ?? address
}

/** The eight groups of an IPv6 address, those that "::" stands for written out. */
function groupsOf(address: string): string[] {
  const [head = "", tail] = address.toLowerCase().split("%", 1)[0]?.split("::") ?? []
  const before = head === "" ? [] : head.split(":")
  const after = tail === undefined || tail === "" ? [] : tail.split(":")
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length
  return [...before, ...Array.from({ length: Math.max(0, zeros) }, () => "0"), ...after].map((group) => group.replace(/^0+(?=.)/, ""))
}
