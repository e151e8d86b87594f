import { createServer } from "node:http"
import { afterEach, expect, it, vi } from "vitest"

import { type ApplicationParts, serve } from "./application.ts"
import { createLiveView } from "./live-view.ts"

afterEach(() => vi.restoreAllMocks())

const occupied = createServer()

it("says in one line that its port is in use, and ends with 1", async () => {
  await new Promise<void>((resolve) => occupied.listen(0, "127.0.0.1", resolve))
  const address = occupied.address()
  const port = typeof address === "object" && address ? address.port : 0
  const said = vi.spyOn(console, "error").mockReturnValue()
  const ended = vi.spyOn(process, "exit").mockImplementation((code) => {
    throw new Error(`ended with ${code}`)
  })
  const live = createLiveView({ port, host: "127.0.0.1", secret: "a secret of this test alone, 32 characters or more" })
  const parts: ApplicationParts = {
    modules: {},
    app: async () => ({ default: live }),
    assets: { scripts: [], styles: [], preloads: [] },
    mode: "test",
  }
  await expect(serve(parts)).rejects.toThrow("ended with 1")
  expect(ended).toHaveBeenCalledOnce()
  expect(said).toHaveBeenCalledExactlyOnceWith(`Port ${port} is in use. Expected a free one: stop what listens there, or set PORT.`)
  await live.close()
  occupied.close()
})
