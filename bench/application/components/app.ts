import { createLiveView } from "livetsx"

/** So many that no limit is measured. */
const endless = { perSecond: 1e9, burst: 1e9 }

const live = createLiveView({ limits: { page: endless, address: endless, handshakes: endless } })

/** What is held when everything that can be thrown away has been. */
live.express.get("/memory", (_, response) => {
  for (let times = 0; times < 4; times++) globalThis.gc?.()
  response.json(process.memoryUsage())
})

export default live
