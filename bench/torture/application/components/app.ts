import { createLiveView } from "livetsx"

import { next } from "./notebook.ts"
import { numbered } from "./_numbered.tsx"

/** So many that no limit is met, where a row is not about limits. */
const endless = { perSecond: 1e9, burst: 1e9 }
const limited = process.env.TORTURE_LIMITS === "usual"

const live = createLiveView({
  trustProxy: limited,
  uploads: { maxSize: 100_000, maxCount: 5, accept: "image/png,.txt" },
  limits: limited ? {} : { page: endless, address: endless, handshakes: endless },
})

/** Seconds are too long for short runs. */
const ping = Number(process.env.TORTURE_PING)
if (ping) Object.assign(socketOptions(live.io), { pingInterval: ping, pingTimeout: ping })

/** Socket.IO keeps them until it is attached. */
function socketOptions(io: object): object {
  const options: unknown = Reflect.get(io, "opts")
  if (typeof options !== "object" || options === null) throw new Error("Expected the options of Socket.IO.")
  return options
}

/** Sends numbers to every page. */
live.express.post("/publish/:source", async ({ params, query }, response) => {
  const { source } = params
  for (let times = Number(query.count ?? 1); times > 0; times--)
    await live.broadcast(numbered(source, next(source), Number(query.bytes ?? 0)))
  response.end()
})

live.express.get("/memory", (_, response) => {
  for (let times = 0; times < 4; times++) globalThis.gc?.()
  response.json({
    ...process.memoryUsage(),
    rooms: live.io.of("/").adapter.rooms.size,
    timers: process.getActiveResourcesInfo().filter((name) => name === "Timeout").length,
  })
})

live.express.post("/login", (request, response) => {
  Object.assign(request.session, { user: "Ada", role: "admin" })
  request.session.save(() => response.end())
})
live.express.post("/logout", (request, response) => request.session.destroy(() => response.end()))
live.express.post("/demote", (request, response) => {
  Object.assign(request.session, { role: "guest" })
  request.session.save(() => response.end())
})

export default live
