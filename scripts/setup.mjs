// Finds what the tests need beside npm's packages, and installs it where it may: `npm run setup`.
import { spawnSync } from "node:child_process"

import { chromiumPath, onPath } from "./chromium.mjs"

/** @type {{ name: string, debian: string, find: () => string | undefined }[]} */
const needed = [
  { name: "Chromium", debian: "chromium", find: chromiumPath },
  { name: "redis-server", debian: "redis-server", find: () => onPath("redis-server") },
]

const missing = needed.filter(({ find }) => !find())
if (missing.length && mayInstall()) install(missing.map(({ debian }) => debian))
const stillMissing = needed.filter(({ find }) => !find())
if (stillMissing.length) {
  const packages = stillMissing.map(({ debian }) => debian).join(" ")
  console.error(
    `The tests need ${stillMissing.map(({ name }) => name).join(" and ")}. Install with: sudo apt-get install ${packages} (or your system's way).`,
  )
  process.exit(1)
}
for (const { name, find } of needed) console.log(`✓ ${name}  ${find()}`)

function mayInstall() {
  return process.getuid?.() === 0 && onPath("apt-get") !== undefined
}

/** @param {string[]} packages */
function install(packages) {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
  for (const words of [["update"], ["install", "-y", "--no-install-recommends", ...packages]]) {
    const { status } = spawnSync("apt-get", words, { stdio: "inherit", env: environment })
    if (status !== 0) console.error(`apt-get ${words.join(" ")} failed.`)
  }
}
