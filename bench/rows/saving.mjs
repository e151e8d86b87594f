import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { alternate } from "../measure/alternate.mjs"
import { openBrowser } from "../measure/browser.mjs"
import { startServer } from "../measure/server-process.mjs"

const application = fileURLToPath(new URL("../application/components", import.meta.url))
const copies = fileURLToPath(new URL("../../dist/bench", import.meta.url))

/** What an author waits for. */
export const rows = {
  /** @param {number} rounds */
  async saving(rounds) {
    mkdirSync(copies, { recursive: true })
    const folder = mkdtempSync(join(copies, "saving-"))
    cpSync(application, join(folder, "components"), { recursive: true })
    const [server, browser] = await Promise.all([develop(folder), openBrowser()])
    const file = join(folder, "components/counter.tsx")
    const page = await browser.open(`${server.url}counter`, "#counter button", "#counter output")
    let label = "+1"
    const save = async () => {
      const [before, after] = [label, `+1, said ${Math.random().toString(36).slice(2)}`]
      label = after
      const seen = page.untilText("#counter button", after)
      const saved = Date.now()
      writeFileSync(file, readFileSync(file, "utf8").replace(`>${before}<`, `>${after}<`))
      return (await seen) - saved
    }
    const figures = await alternate(rounds, { ours: save })
    await Promise.all([browser.close(), server.stop()])
    rmSync(folder, { recursive: true })
    return {
      title: "A partial is saved, until an open page shows it (development)",
      unit: "ms",
      figures,
      target: "≤ 200 ms",
      met: (figures.ours?.median ?? Number.NaN) <= 200,
    }
  },
}

/** @param {string} folder */
function develop(folder) {
  const words = [folder]
  return startServer(fileURLToPath(new URL("../measure/develop.mjs", import.meta.url)), { words, environment: { NODE_ENV: "development" } })
}
