import { describe, expect, it } from "vitest"

import type { LiveViewOptions } from "./options.ts"
import { readSettings } from "./options.ts"

const secret = "a secret of these tests, 32 characters or more"

describe("the settings", () => {
  it("are the defaults where nobody says otherwise", () => {
    expect(readSettings({}, {})).toMatchObject({
      port: 3000,
      host: undefined,
      redis: undefined,
      secrets: [],
      origins: [],
      trustProxy: false,
      path: "/socket.io/",
      dataDir: ".livetsx",
      languages: ["en"],
      transports: ["websocket"],
      reconnection: { delay: 200, max: 10_000, factor: 1.5, jitter: 0.5 },
    })
  })

  it.each<[name: string, value: string, expected: object]>([
    ["PORT", "8080", { port: 8080 }],
    ["HOST", "127.0.0.1", { host: "127.0.0.1" }],
    ["REDIS_URL", "redis://cache:6379", { redis: "redis://cache:6379" }],
    ["SECRET", secret, { secrets: [secret] }],
    ["ORIGINS", "https://a.example, https://b.example", { origins: ["https://a.example", "https://b.example"] }],
    ["TRUST_PROXY", "1", { trustProxy: 1 }],
    ["TRUST_PROXY", "true", { trustProxy: true }],
    ["TRUST_PROXY", "10.0.0.0/8", { trustProxy: "10.0.0.0/8" }],
    ["SOCKET_PATH", "/live", { path: "/live/" }],
    ["DATA_DIR", "/data", { dataDir: "/data" }],
  ])("are read from the environment: %s=%s", (name, value, expected) => {
    expect(readSettings({}, { [name]: value })).toMatchObject(expected)
    // A variable that is set to nothing is not set.
    expect(JSON.stringify(readSettings({}, { [name]: "" }))).toBe(JSON.stringify(readSettings({}, {})))
  })

  it("are the author's before those of the environment", () => {
    const options: LiveViewOptions = {
      port: 1,
      host: "::1",
      redis: "redis://a",
      secret,
      origins: ["https://c.example"],
      trustProxy: 2,
      path: "/a/",
      dataDir: "b",
    }
    const environment = {
      PORT: "2",
      HOST: "x",
      REDIS_URL: "redis://x",
      SECRET: "x",
      ORIGINS: "https://x.example",
      TRUST_PROXY: "9",
      SOCKET_PATH: "/x/",
      DATA_DIR: "x",
    }
    const { secret: _secret, ...same } = options
    expect(readSettings(options, environment)).toMatchObject({ ...same, secrets: [secret] })
  })

  it.each<[LiveViewOptions, NodeJS.ProcessEnv, RegExp]>([
    [{}, { PORT: "http" }, /PORT expected a number from 0 to 65535, got "http"/],
    [{ port: 70_000 }, {}, /PORT expected/],
    [{ path: "live" }, {}, /SOCKET_PATH expected a path/],
    [JSON.parse('{ "prot": 1 }'), {}, /has no option "prot"\. Expected some of port, /],
    [JSON.parse('{ "session": { "maxage": 1 } }'), {}, /\{ session \}\) has no option "maxage"\. Expected some of name, maxAge, /],
    [JSON.parse('{ "limits": { "pages": 1 } }'), {}, /\{ limits \}\) has no option "pages"/],
    [JSON.parse('{ "reconnection": { "delays": 1 } }'), {}, /\{ reconnection \}\) has no option "delays"/],
    [{ origins: ["a.example"] }, {}, /ORIGINS expected origins such as .*, got "a\.example"/],
    [{}, { ORIGINS: "https://a.example,https://b.example/" }, /ORIGINS expected .*, got "https:\/\/b\.example\/"/],
    [{}, { TRUST_PROXY: "banana" }, /TRUST_PROXY expected true, a number of proxies, or their addresses, got "banana"/],
  ])("are refused where they make no sense: %o %o", (options, environment, message) => {
    expect(() => readSettings(options, environment)).toThrow(message)
  })

  it("may name origins of applications, and proxies by what Express calls them", () => {
    const origins = ["capacitor://localhost", "http://localhost:8080"]
    const trustProxy = "loopback, 10.0.0.0/8"
    expect(readSettings({ origins, trustProxy }, {})).toMatchObject({ origins, trustProxy })
  })
})
