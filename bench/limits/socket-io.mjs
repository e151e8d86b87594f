// The same work by bare Socket.IO: the same version and options, the same frames, no framework.
import { createServer } from "node:http"

import { Server } from "socket.io"

const http = createServer((_, response) => {
  for (let times = 0; times < 4; times++) globalThis.gc?.()
  response.setHeader("Content-Type", "application/json").end(JSON.stringify(process.memoryUsage()))
})
const io = new Server(http, { transports: ["websocket"], serveClient: false, perMessageDeflate: false, destroyUpgrade: false })
let notes = 0

io.on("connection", (socket) => {
  let count = 0
  socket.join(["*", socket.handshake.auth.room ?? ""])
  socket.on("e", ({ f }, acknowledge) => {
    if (f === "add") return acknowledge([[0, "counter", 0, String(++count)]])
    notes += 1
    io.to("*").emit("p", "*", "epoch0", notes, [["update", "#headline", `<strong>Note ${notes}</strong>`]])
    acknowledge([])
  })
  socket.emit("h", {}, true)
})

http.listen(0, "127.0.0.1", () => {
  const address = http.address()
  console.log(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`)
})
