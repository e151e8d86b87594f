// The same frames by bare ws, answered without looking further than their number.
import { WebSocketServer } from "ws"

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false })

server.on("connection", (socket) => {
  let count = 0
  socket.on("message", (data) => {
    const text = String(data)
    if (text.startsWith("40")) {
      socket.send('40{"sid":""}')
      socket.send('42["h",{},true]')
    }
    if (!text.startsWith("42")) return
    const start = text.indexOf("[")
    JSON.parse(text.slice(start))
    socket.send(`43${text.slice(2, start)}${JSON.stringify([[[0, "counter", 0, String(++count)]]])}`)
  })
  socket.send('0{"sid":"","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}')
})

server.on("listening", () => {
  const address = server.address()
  console.log(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`)
})
